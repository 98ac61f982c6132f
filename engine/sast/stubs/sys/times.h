// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <time.h>
__BEGIN_DECLS
struct tms { clock_t tms_utime, tms_stime, tms_cutime, tms_cstime; }; clock_t times(struct tms *);
__END_DECLS
