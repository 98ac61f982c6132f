// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
struct utimbuf { time_t actime, modtime; }; int utime(const char *, const struct utimbuf *);
__END_DECLS
