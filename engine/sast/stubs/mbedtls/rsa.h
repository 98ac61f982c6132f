// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <mbedtls/md.h>
__BEGIN_DECLS
#define MBEDTLS_RSA_PKCS_V15 0
#define MBEDTLS_RSA_PKCS_V21 1
typedef struct mbedtls_rsa_context { int ver; } mbedtls_rsa_context; void mbedtls_rsa_init(mbedtls_rsa_context *); int mbedtls_rsa_gen_key(mbedtls_rsa_context *, int (*)(void *, unsigned char *, size_t), void *, unsigned, int); int mbedtls_rsa_set_padding(mbedtls_rsa_context *, int, mbedtls_md_type_t); int mbedtls_rsa_rsaes_pkcs1_v15_encrypt(mbedtls_rsa_context *, int (*)(void *, unsigned char *, size_t), void *, size_t, const unsigned char *, unsigned char *); int mbedtls_rsa_pkcs1_encrypt(mbedtls_rsa_context *, int (*)(void *, unsigned char *, size_t), void *, size_t, const unsigned char *, unsigned char *); int mbedtls_rsa_pkcs1_verify(mbedtls_rsa_context *, mbedtls_md_type_t, unsigned, const unsigned char *, const unsigned char *);
__END_DECLS
