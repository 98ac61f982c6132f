#include <stdio.h>
#include <stdlib.h>
void setenv_bad(void) { setenv("PATH", getenv("P"), 1); }  // EXPECT: search-path-injection
void putenv_bad(void) {
  static char e[200];
  snprintf(e, sizeof e, "PATH=%s", getenv("P"));
  putenv(e);  // EXPECT: search-path-injection
}
void setenv_ok(void) { setenv("PATH", "/usr/bin:/bin", 1); }
