// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
int mbedtls_sha1(const unsigned char *, size_t, unsigned char[20]); int mbedtls_sha1_ret(const unsigned char *, size_t, unsigned char[20]);
__END_DECLS
