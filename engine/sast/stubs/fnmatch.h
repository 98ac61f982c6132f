// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
#define FNM_NOMATCH 1
#define FNM_PATHNAME 1
#define FNM_CASEFOLD 16
int fnmatch(const char *, const char *, int);
__END_DECLS
