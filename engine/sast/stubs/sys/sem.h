// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/ipc.h>
__BEGIN_DECLS
struct sembuf { unsigned short sem_num; short sem_op, sem_flg; }; int semget(key_t, int, int); int semop(int, struct sembuf *, size_t); int semctl(int, int, int, ...);
__END_DECLS
