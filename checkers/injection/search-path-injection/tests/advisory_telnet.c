// After CVE-1999-0073 (telnetd): a client sets variables of the environment, LD_LIBRARY_PATH among them.
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
void environ_option_bad(int s) {
  char value[128] = "";
  if (recv(s, value, sizeof value - 1, 0) <= 0) return;
  setenv("LD_LIBRARY_PATH", value, 1);  // EXPECT: search-path-injection
}
void environ_option_ok(int s) {
  char value[128] = "";
  if (recv(s, value, sizeof value - 1, 0) <= 0) return;
  if (strcmp(value, "vt100") != 0 && strcmp(value, "xterm") != 0) return;
  setenv("TERM", value, 1);
}
