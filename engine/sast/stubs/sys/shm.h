// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/ipc.h>
__BEGIN_DECLS
int shmget(key_t, size_t, int); void *shmat(int, const void *, int); int shmdt(const void *); struct shmid_ds; int shmctl(int, int, struct shmid_ds *);
__END_DECLS
