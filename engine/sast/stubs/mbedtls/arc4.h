// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef struct mbedtls_arc4_context { int x, y; unsigned char m[256]; } mbedtls_arc4_context; void mbedtls_arc4_setup(mbedtls_arc4_context *, const unsigned char *, unsigned); int mbedtls_arc4_crypt(mbedtls_arc4_context *, size_t, const unsigned char *, unsigned char *);
__END_DECLS
