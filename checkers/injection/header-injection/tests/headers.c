#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
struct curl_slist;
struct curl_slist *curl_slist_append(struct curl_slist *, const char *);
void slist_bad(void) {
  char h[200];
  snprintf(h, sizeof h, "X-User: %s", getenv("U"));
  curl_slist_append(0, h);  // EXPECT: header-injection
}
void slist_ok(void) {
  char h[200];
  char *u = getenv("U");
  if (strpbrk(u, "\r\n")) return;
  snprintf(h, sizeof h, "X-User: %s", u);
  curl_slist_append(0, h);
}
void socket_bad(int s) {
  char line[300];
  snprintf(line, sizeof line, "RCPT TO:<%s>\r\n", getenv("U"));
  send(s, line, strlen(line), 0);  // EXPECT: line-injection
}
void socket_plain_ok(int s) {
  char *u = getenv("U");
  send(s, u, strlen(u), 0);
}
