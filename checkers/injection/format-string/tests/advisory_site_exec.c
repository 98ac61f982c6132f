// After CVE-2000-0573 (wu-ftpd, SITE EXEC): the command of a client is the format of the answer to it.
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
static void reply(int s, int code, const char *format, ...) {
  char text[512];
  va_list list;
  int n = snprintf(text, sizeof text, "%d-", code);
  va_start(list, format);
  vsnprintf(text + n, sizeof text - n, format, list);
  va_end(list);
  write(s, text, strlen(text));
}
void site_exec_bad(int s) {
  char command[256] = "";
  if (recv(s, command, sizeof command - 1, 0) <= 0) return;
  command[strcspn(command, "\r\n")] = 0;
  reply(s, 200, command);  // EXPECT: format-string
}
void site_exec_ok(int s) {
  char command[256] = "";
  if (recv(s, command, sizeof command - 1, 0) <= 0) return;
  command[strcspn(command, "\r\n")] = 0;
  reply(s, 200, "%s", command);
}
