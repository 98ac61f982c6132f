#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
FILE *written_bad(void) { return fopen("/tmp/app.log", "w"); }  // EXPECT: insecure-temporary-file
FILE *read_ok(void) { return fopen("/tmp/app.log", "r"); }
FILE *elsewhere_ok(void) { return fopen("/var/lib/app/app.log", "w"); }
int created_bad(void) { return open("/tmp/app.pid", O_WRONLY | O_CREAT, 0600); }  // EXPECT: insecure-temporary-file
int exclusive_ok(void) { return open("/tmp/app.pid", O_WRONLY | O_CREAT | O_EXCL, 0600); }
int made_ok(void) {
  char name[] = "/tmp/appXXXXXX";
  return mkstemp(name);
}
