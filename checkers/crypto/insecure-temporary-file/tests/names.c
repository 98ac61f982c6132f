#include <stdio.h>
#include <stdlib.h>
char *named_bad(void) { return tmpnam(NULL); }         // EXPECT: insecure-temporary-file
char *template_bad(char *t) { return mktemp(t); }      // EXPECT: insecure-temporary-file
int opened_ok(char *t) { return mkstemp(t); }
