// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
#define MBEDTLS_AES_ENCRYPT 1
#define MBEDTLS_AES_DECRYPT 0
typedef struct mbedtls_aes_context { int nr; unsigned buf[68]; } mbedtls_aes_context; void mbedtls_aes_init(mbedtls_aes_context *); void mbedtls_aes_free(mbedtls_aes_context *); int mbedtls_aes_setkey_enc(mbedtls_aes_context *, const unsigned char *, unsigned); int mbedtls_aes_setkey_dec(mbedtls_aes_context *, const unsigned char *, unsigned); int mbedtls_aes_crypt_ecb(mbedtls_aes_context *, int, const unsigned char[16], unsigned char[16]); int mbedtls_aes_crypt_cbc(mbedtls_aes_context *, int, size_t, unsigned char[16], const unsigned char *, unsigned char *); int mbedtls_aes_crypt_ctr(mbedtls_aes_context *, size_t, size_t *, unsigned char[16], unsigned char[16], const unsigned char *, unsigned char *);
__END_DECLS
