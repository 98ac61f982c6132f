// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/types.h>
__BEGIN_DECLS
struct iovec { void *iov_base; size_t iov_len; }; ssize_t readv(int, const struct iovec *, int); ssize_t writev(int, const struct iovec *, int);
__END_DECLS
