// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
void mbedtls_platform_zeroize(void *, size_t);
__END_DECLS
