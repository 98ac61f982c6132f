#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static void put_escaped(const char *s) {
  for (; *s; s++) {
    switch (*s) {
      case '<': fputs("&lt;", stdout); break;
      case '>': fputs("&gt;", stdout); break;
      case '&': fputs("&amp;", stdout); break;
      case '"': fputs("&quot;", stdout); break;
      case '\'': fputs("&#39;", stdout); break;
      default: putchar(*s);
    }
  }
}
int main(void) {
  const char *query = getenv("QUERY_STRING");
  const char *length = getenv("CONTENT_LENGTH");
  char body[1000];
  printf("Content-Type: text/html\r\n\r\n");
  if (query == NULL || length == NULL) return 0;
  printf("<p>You asked for %s</p>", query);  // EXPECT: cross-site-scripting
  puts(query);                               // EXPECT: cross-site-scripting
  printf("<p>%d bytes</p>", atoi(length));
  put_escaped(query);
  if (fgets(body, sizeof body, stdin) != NULL) fputs(body, stdout);  // EXPECT: cross-site-scripting
  fprintf(stderr, "%s\n", query);
  printf("<p>%s</p>", getenv("SITE_TITLE"));
  return 0;
}
