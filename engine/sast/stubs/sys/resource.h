// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/time.h>
__BEGIN_DECLS
struct rlimit { unsigned long rlim_cur, rlim_max; }; struct rusage { struct timeval ru_utime, ru_stime; long ru_maxrss; }; typedef unsigned long rlim_t;
#define RLIMIT_CPU 0
#define RLIMIT_CORE 4
#define RLIMIT_NOFILE 7
#define RLIMIT_AS 9
#define RLIMIT_STACK 3
#define RLIM_INFINITY (~0UL)
#define RUSAGE_SELF 0
int getrlimit(int, struct rlimit *); int setrlimit(int, const struct rlimit *); int getrusage(int, struct rusage *); int getpriority(int, id_t); int setpriority(int, id_t, int);
__END_DECLS
