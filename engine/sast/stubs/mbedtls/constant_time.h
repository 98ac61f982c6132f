// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
int mbedtls_ct_memcmp(const void *, const void *, size_t);
__END_DECLS
