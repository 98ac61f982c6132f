// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
struct tm { int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst; long tm_gmtoff; const char *tm_zone; };
struct itimerspec { struct timespec it_interval, it_value; };
#define CLOCKS_PER_SEC 1000000L
#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1
#define CLOCK_PROCESS_CPUTIME_ID 2
#define TIME_UTC 1
time_t time(time_t *); clock_t clock(void); double difftime(time_t, time_t); time_t mktime(struct tm *); time_t timegm(struct tm *); struct tm *gmtime(const time_t *); struct tm *localtime(const time_t *); struct tm *gmtime_r(const time_t *, struct tm *); struct tm *localtime_r(const time_t *, struct tm *);
char *asctime(const struct tm *); char *ctime(const time_t *); char *asctime_r(const struct tm *, char *); char *ctime_r(const time_t *, char *); size_t strftime(char *, size_t, const char *, const struct tm *); char *strptime(const char *, const char *, struct tm *); int nanosleep(const struct timespec *, struct timespec *);
int clock_gettime(clockid_t, struct timespec *); int clock_settime(clockid_t, const struct timespec *); int clock_getres(clockid_t, struct timespec *); int timespec_get(struct timespec *, int); void tzset(void); extern long timezone; extern int daylight; extern char *tzname[2];
time_t _time64(time_t *); int localtime_s(struct tm *, const time_t *); int gmtime_s(struct tm *, const time_t *); int asctime_s(char *, size_t, const struct tm *); int ctime_s(char *, size_t, const time_t *);
__END_DECLS
