// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
#define SYS_gettid 186
#define SYS_getrandom 318
__END_DECLS
