#include <string.h>
#include <sys/socket.h>
#include <syslog.h>
#include <stdlib.h>
void remote_bad(int s) {
  char b[100];
  b[recv(s, b, 99, 0)] = 0;
  syslog(LOG_INFO, "user %s", b);  // EXPECT: log-injection
}
void local_ok(void) { syslog(LOG_INFO, "user %s", getenv("U")); }
void clean_ok(int s) {
  char b[100];
  b[recv(s, b, 99, 0)] = 0;
  for (int i = 0; b[i]; i++) if (b[i] == '\n' || b[i] == '\r') b[i] = ' ';
  syslog(LOG_INFO, "user %s", b);
}
