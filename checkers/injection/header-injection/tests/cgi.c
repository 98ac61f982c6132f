#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(void) {
  char *query = getenv("QUERY_STRING");
  if (query == NULL) return 1;
  if (strncmp(query, "to=", 3) == 0) printf("Location: %s\r\n\r\n", query + 3);  // EXPECT: header-injection, open-redirect
  if (strncmp(query, "l=", 2) == 0) printf("Set-Cookie: lang=%s\r\n\r\n", query + 2);  // EXPECT: header-injection
  if (strcspn(query, "\r\n") == strlen(query)) printf("X-Query: %s\r\n\r\n", query);
  printf("Set-Cookie: n=%d\r\n\r\n", atoi(query));
  return 0;
}
