// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <time.h>
__BEGIN_DECLS
struct timeb { time_t time; unsigned short millitm; short timezone, dstflag; }; int ftime(struct timeb *);
__END_DECLS
