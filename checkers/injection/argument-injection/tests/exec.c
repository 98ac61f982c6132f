#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
void argument_bad(void) { execlp("git", "git", "clone", getenv("U"), (char *)0); }  // EXPECT: argument-injection
void vector_bad(void) {
  char *a[4] = {"tar", "xf", 0, 0};
  a[2] = getenv("F");
  execv("/bin/tar", a);  // EXPECT: argument-injection
}
void hyphen_ok(void) {
  char *f = getenv("F");
  if (f[0] == '-') return;
  execlp("cat", "cat", f, (char *)0);
}
void prefix_ok(void) {
  char f[100];
  snprintf(f, sizeof f, "./%s", getenv("F"));
  execlp("cat", "cat", f, (char *)0);
}
void constant_ok(void) { execlp("cat", "cat", "x", (char *)0); }
