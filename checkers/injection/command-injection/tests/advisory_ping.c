// After CVE-2018-10562 (GPON routers): the host of the diagnosis page goes into a ping command.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static char *parameter(char *query, const char *name) {
  char *p = strstr(query, name);
  if (p == NULL) return NULL;
  p += strlen(name) + 1;
  p[strcspn(p, "&")] = 0;
  return p;
}
void ping_bad(void) {
  char command[256], *host;
  char *query = getenv("QUERY_STRING");
  if (query == NULL || (host = parameter(query, "dest_host")) == NULL) return;
  snprintf(command, sizeof command, "ping -c 4 %s", host);
  FILE *p = popen(command, "r");  // EXPECT: command-injection
  if (p) pclose(p);
}
void ping_ok(void) {
  char *host;
  char *query = getenv("QUERY_STRING");
  if (query == NULL || (host = parameter(query, "dest_host")) == NULL) return;
  if (fork() == 0) execl("/bin/ping", "ping", "-c", "4", "--", host, (char *)0);
}
