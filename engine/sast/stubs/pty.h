// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <termios.h>
__BEGIN_DECLS
int openpty(int *, int *, char *, const struct termios *, void *); pid_t forkpty(int *, char *, const struct termios *, void *);
__END_DECLS
