#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
// A protocol that says how long each text is.
void counted_ok(int s, int other) {
  char name[64] = "", out[256];
  if (recv(s, name, 63, 0) <= 0) return;
  snprintf(out, sizeof out, "*2\r\n$4\r\nAUTH\r\n$%zu\r\n%s\r\n", strlen(name), name);
  send(other, out, strlen(out), 0);
}
// A protocol of lines.
void lines_bad(int s, int other) {
  char name[64] = "", out[256];
  if (recv(s, name, 63, 0) <= 0) return;
  snprintf(out, sizeof out, "RCPT TO:<%s>\r\n", name);
  send(other, out, strlen(out), 0);  // EXPECT: line-injection
}
