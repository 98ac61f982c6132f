// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/types.h>
__BEGIN_DECLS
#define IPC_CREAT 01000
#define IPC_EXCL 02000
#define IPC_NOWAIT 04000
#define IPC_RMID 0
#define IPC_PRIVATE ((key_t)0)
key_t ftok(const char *, int); struct ipc_perm { uid_t uid; gid_t gid; mode_t mode; };
__END_DECLS
