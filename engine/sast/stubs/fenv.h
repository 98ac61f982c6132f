// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
int fegetround(void); int fesetround(int); int feclearexcept(int); int fetestexcept(int);
__END_DECLS
