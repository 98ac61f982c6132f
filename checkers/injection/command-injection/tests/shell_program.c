#include <stdlib.h>
#include <unistd.h>
void sh_bad(void) { execl("/bin/sh", "sh", "-c", getenv("A"), (char *)0); }  // EXPECT: command-injection
void sh_vector_bad(void) {
  char *a[] = {"/bin/sh", "-c", getenv("A"), 0};
  execv("/bin/sh", a);  // EXPECT: command-injection
}
void sh_ok(void) { execl("/bin/sh", "sh", "-c", "ls", (char *)0); }
