#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
void recipient_bad(int s) {
  char line[300];
  snprintf(line, sizeof line, "RCPT TO:<%s>\r\n", getenv("TO"));
  send(s, line, strlen(line), 0);  // EXPECT: line-injection
}
void file_bad(int s, int from) {
  char name[100], line[300];
  ssize_t n = recv(from, name, sizeof name - 1, 0);
  if (n <= 0) return;
  name[n] = 0;
  snprintf(line, sizeof line, "RETR %s\r\n", name);
  write(s, line, strlen(line));  // EXPECT: line-injection
}
void half_bad(int s) {
  char line[300];
  const char *to = getenv("TO");
  if (to == NULL || strchr(to, '\n') != NULL) return;
  snprintf(line, sizeof line, "RCPT TO:<%s>\r\n", to);
  send(s, line, strlen(line), 0);  // EXPECT: line-injection
}
void web_ok(int s) {
  char line[300];
  snprintf(line, sizeof line, "HTTP/1.1 302 Found\r\nLocation: /%s\r\n\r\n", "start");
  send(s, line, strlen(line), 0);
}
void checked_ok(int s) {
  char line[300];
  const char *to = getenv("TO");
  if (to == NULL || strpbrk(to, "\r\n") != NULL) return;
  snprintf(line, sizeof line, "RCPT TO:<%s>\r\n", to);
  send(s, line, strlen(line), 0);
}
void number_ok(int s) {
  char line[300];
  snprintf(line, sizeof line, "SIZE %d\r\n", atoi(getenv("N")));
  send(s, line, strlen(line), 0);
}
void plain_ok(int s) {
  const char *text = getenv("TEXT");
  if (text != NULL) send(s, text, strlen(text), 0);
}
