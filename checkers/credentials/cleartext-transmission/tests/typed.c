#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
void typed_bad(int s) {
  char *line = getpass("Password: ");
  send(s, line, strlen(line), 0);  // EXPECT: cleartext-transmission
}
void other_ok(int s) {
  const char *line = "HELO\r\n";
  getpass("Password: ");
  send(s, line, strlen(line), 0);
}
