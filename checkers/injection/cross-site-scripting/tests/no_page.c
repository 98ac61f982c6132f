#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
void echo_ok(int s) {
  char line[100] = "";
  recv(s, line, 99, 0);
  printf("%s\n", line);
}
void environment_ok(void) { puts(getenv("QUERY_STRING")); }
