// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
void error(int, int, const char *, ...) __attribute__((format(printf, 3, 4)));
__END_DECLS
