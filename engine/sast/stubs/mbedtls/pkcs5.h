// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <mbedtls/md.h>
__BEGIN_DECLS
int mbedtls_pkcs5_pbkdf2_hmac(mbedtls_md_context_t *, const unsigned char *, size_t, const unsigned char *, size_t, unsigned, uint32_t, unsigned char *); int mbedtls_pkcs5_pbkdf2_hmac_ext(mbedtls_md_type_t, const unsigned char *, size_t, const unsigned char *, size_t, unsigned, uint32_t, unsigned char *);
__END_DECLS
