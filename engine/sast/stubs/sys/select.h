// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <sys/types.h>
#include <signal.h>
__BEGIN_DECLS
typedef struct { long fds_bits[16]; } fd_set;
#define FD_SETSIZE 1024
#define FD_SET(d, s) ((void)((s)->fds_bits[(d) / 64] |= (1L << ((d) % 64))))
#define FD_CLR(d, s) ((void)((s)->fds_bits[(d) / 64] &= ~(1L << ((d) % 64))))
#define FD_ISSET(d, s) (((s)->fds_bits[(d) / 64] & (1L << ((d) % 64))) != 0)
#define FD_ZERO(s) ((void)((s)->fds_bits[0] = 0))
int select(int, fd_set *, fd_set *, fd_set *, struct timeval *); int pselect(int, fd_set *, fd_set *, fd_set *, const struct timespec *, const sigset_t *);
__END_DECLS
