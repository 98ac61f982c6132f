// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
void mbedtls_strerror(int, char *, size_t);
__END_DECLS
