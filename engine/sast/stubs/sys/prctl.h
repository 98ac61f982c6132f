// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
int prctl(int, ...);
#define PR_SET_NAME 15
#define PR_SET_PDEATHSIG 1
#define PR_SET_DUMPABLE 4
__END_DECLS
