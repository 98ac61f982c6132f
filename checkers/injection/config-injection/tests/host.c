#include <stdlib.h>
#include <string.h>
#include <unistd.h>
void host_bad(void) {
  char *n = getenv("N");
  sethostname(n, strlen(n));  // EXPECT: config-injection
}
void host_ok(void) { sethostname("a", 1); }
