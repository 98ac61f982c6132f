// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef struct mbedtls_entropy_context { int i; } mbedtls_entropy_context; void mbedtls_entropy_init(mbedtls_entropy_context *); int mbedtls_entropy_func(void *, unsigned char *, size_t);
__END_DECLS
