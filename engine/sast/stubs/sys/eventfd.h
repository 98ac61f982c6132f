// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
int eventfd(unsigned, int);
#define EFD_NONBLOCK 04000
#define EFD_CLOEXEC 02000000
__END_DECLS
