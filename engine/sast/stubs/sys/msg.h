// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/ipc.h>
__BEGIN_DECLS
int msgget(key_t, int); int msgsnd(int, const void *, size_t, int); ssize_t msgrcv(int, void *, size_t, long, int); struct msqid_ds; int msgctl(int, int, struct msqid_ds *);
__END_DECLS
