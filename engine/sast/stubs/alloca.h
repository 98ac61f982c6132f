// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
#define alloca(n) __builtin_alloca(n)
__END_DECLS
