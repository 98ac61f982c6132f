// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/types.h>
__BEGIN_DECLS
struct statfs { long f_type, f_bsize; unsigned long f_blocks, f_bfree, f_bavail; }; int statfs(const char *, struct statfs *); int fstatfs(int, struct statfs *);
__END_DECLS
