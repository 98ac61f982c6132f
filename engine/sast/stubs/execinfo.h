// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
int backtrace(void **, int); char **backtrace_symbols(void *const *, int);
__END_DECLS
