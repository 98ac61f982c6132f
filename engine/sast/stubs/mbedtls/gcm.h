// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <mbedtls/cipher.h>
__BEGIN_DECLS
#define MBEDTLS_GCM_ENCRYPT 1
#define MBEDTLS_GCM_DECRYPT 0
typedef struct mbedtls_gcm_context { void *p; } mbedtls_gcm_context; void mbedtls_gcm_init(mbedtls_gcm_context *); int mbedtls_gcm_setkey(mbedtls_gcm_context *, mbedtls_cipher_id_t, const unsigned char *, unsigned); int mbedtls_gcm_crypt_and_tag(mbedtls_gcm_context *, int, size_t, const unsigned char *, size_t, const unsigned char *, size_t, const unsigned char *, unsigned char *, size_t, unsigned char *); int mbedtls_gcm_auth_decrypt(mbedtls_gcm_context *, size_t, const unsigned char *, size_t, const unsigned char *, size_t, const unsigned char *, size_t, const unsigned char *, unsigned char *); int mbedtls_gcm_finish(mbedtls_gcm_context *, unsigned char *, size_t); void mbedtls_gcm_free(mbedtls_gcm_context *);
__END_DECLS
