// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
int mbedtls_sha256(const unsigned char *, size_t, unsigned char *, int); int mbedtls_sha256_ret(const unsigned char *, size_t, unsigned char *, int);
__END_DECLS
