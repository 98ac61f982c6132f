// After CVE-2017-6508 (wget): a line break that is encoded in the host of an address ends up in the request.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
char *curl_easy_unescape(void *, const char *, int, int *);
void request_bad(int s, int listener) {
  char line[256] = "", text[600], *host;
  if (recv(listener, line, sizeof line - 1, 0) <= 0) return;
  host = curl_easy_unescape(NULL, line, 0, NULL);
  snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", host);
  send(s, text, strlen(text), 0);  // EXPECT: header-injection
}
void request_ok(int s, int listener) {
  char line[256] = "", text[600], *host;
  if (recv(listener, line, sizeof line - 1, 0) <= 0) return;
  host = curl_easy_unescape(NULL, line, 0, NULL);
  if (strpbrk(host, "\r\n") != NULL) return;
  snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", host);
  send(s, text, strlen(text), 0);
}
