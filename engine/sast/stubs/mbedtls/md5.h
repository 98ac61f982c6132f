// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
int mbedtls_md5(const unsigned char *, size_t, unsigned char[16]); int mbedtls_md5_ret(const unsigned char *, size_t, unsigned char[16]);
__END_DECLS
