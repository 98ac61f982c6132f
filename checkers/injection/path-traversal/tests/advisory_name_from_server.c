// After CVE-2019-6111 (scp): the name of the file that a client writes is what the server says.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
static int header(int s, char *name, size_t size) {
  char line[512] = "", *p;
  if (recv(s, line, sizeof line - 1, 0) <= 0) return -1;
  p = strrchr(line, ' ');
  if (p == NULL) return -1;
  snprintf(name, size, "%s", p + 1);
  return 0;
}
int received_bad(int s) {
  char name[256];
  if (header(s, name, sizeof name) != 0) return -1;
  return open(name, O_WRONLY | O_CREAT, 0644);  // EXPECT: path-traversal
}
int asked_for_ok(int s, const char *wanted) {
  char name[256];
  if (header(s, name, sizeof name) != 0) return -1;
  if (strchr(name, '/') != NULL || strstr(name, "..") != NULL) return -1;
  return open(name, O_WRONLY | O_CREAT, 0644);
}
