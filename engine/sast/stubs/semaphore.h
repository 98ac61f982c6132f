// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef struct { long v[4]; } sem_t; int sem_init(sem_t *, int, unsigned); int sem_destroy(sem_t *); int sem_wait(sem_t *); int sem_trywait(sem_t *); int sem_timedwait(sem_t *, const struct timespec *); int sem_post(sem_t *); sem_t *sem_open(const char *, int, ...); int sem_close(sem_t *); int sem_unlink(const char *);
__END_DECLS
