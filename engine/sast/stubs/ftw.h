// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/stat.h>
__BEGIN_DECLS
struct FTW { int base, level; }; int nftw(const char *, int (*)(const char *, const struct stat *, int, struct FTW *), int, int); int ftw(const char *, int (*)(const char *, const struct stat *, int), int);
__END_DECLS
