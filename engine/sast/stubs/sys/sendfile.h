// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/types.h>
__BEGIN_DECLS
ssize_t sendfile(int, int, off_t *, size_t);
__END_DECLS
