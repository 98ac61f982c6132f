// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
char *nl_langinfo(int);
#define CODESET 14
__END_DECLS
