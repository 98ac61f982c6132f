// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <time.h>
__BEGIN_DECLS
struct timezone { int tz_minuteswest, tz_dsttime; }; struct itimerval { struct timeval it_interval, it_value; };
int gettimeofday(struct timeval *, void *); int settimeofday(const struct timeval *, const struct timezone *); int utimes(const char *, const struct timeval[2]); int setitimer(int, const struct itimerval *, struct itimerval *); int futimes(int, const struct timeval[2]);
#define ITIMER_REAL 0
#define timerclear(t) ((t)->tv_sec = (t)->tv_usec = 0)
#define timerisset(t) ((t)->tv_sec || (t)->tv_usec)
__END_DECLS
