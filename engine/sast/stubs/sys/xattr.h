// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/types.h>
__BEGIN_DECLS
ssize_t getxattr(const char *, const char *, void *, size_t); int setxattr(const char *, const char *, const void *, size_t, int);
__END_DECLS
