#include <dlfcn.h>
#include <stdlib.h>
void *LoadLibraryA(const char *);
void dlopen_bad(void) { dlopen(getenv("L"), 1); }  // EXPECT: uncontrolled-library
void load_bad(void) { LoadLibraryA(getenv("L")); }  // EXPECT: uncontrolled-library
void dlopen_ok(void) { dlopen("libm.so.6", 1); }
