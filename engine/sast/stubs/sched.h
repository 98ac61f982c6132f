// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <time.h>
__BEGIN_DECLS
struct sched_param { int sched_priority; }; typedef struct { unsigned long v[16]; } cpu_set_t; int sched_yield(void); int sched_setscheduler(pid_t, int, const struct sched_param *); int sched_getaffinity(pid_t, size_t, cpu_set_t *);
__END_DECLS
