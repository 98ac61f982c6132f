// After CVE-2021-41773 (Apache httpd): dots are looked for before all of the path is decoded.
#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
static void decode(char *text) {
  char *out = text;
  for (; *text; text++) {
    if (*text == '%' && isxdigit((unsigned char)text[1]) && isxdigit((unsigned char)text[2])) {
      char digits[3] = {text[1], text[2], 0};
      *out++ = (char)strtol(digits, NULL, 16);
      text += 2;
    } else {
      *out++ = *text;
    }
  }
  *out = 0;
}
int too_early_bad(int s) {
  char uri[256] = "", name[300];
  if (recv(s, uri, sizeof uri - 1, 0) <= 0) return -1;
  snprintf(name, sizeof name, "/srv/www/%s", uri);
  decode(name);
  return open(name, O_RDONLY);  // EXPECT: path-traversal
}
int decoded_first_ok(int s) {
  char uri[256] = "", name[300];
  if (recv(s, uri, sizeof uri - 1, 0) <= 0) return -1;
  decode(uri);
  if (strstr(uri, "..") != NULL) return -1;
  snprintf(name, sizeof name, "/srv/www/%s", uri);
  return open(name, O_RDONLY);
}
