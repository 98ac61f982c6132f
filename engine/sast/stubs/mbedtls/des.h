// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef struct mbedtls_des_context { unsigned sk[32]; } mbedtls_des_context; typedef struct mbedtls_des3_context { unsigned sk[96]; } mbedtls_des3_context; void mbedtls_des_init(mbedtls_des_context *); int mbedtls_des_setkey_enc(mbedtls_des_context *, const unsigned char *); int mbedtls_des_setkey_dec(mbedtls_des_context *, const unsigned char *); int mbedtls_des3_set2key_enc(mbedtls_des3_context *, const unsigned char *); int mbedtls_des3_set3key_enc(mbedtls_des3_context *, const unsigned char *); int mbedtls_des_crypt_ecb(mbedtls_des_context *, const unsigned char[8], unsigned char[8]); int mbedtls_des_crypt_cbc(mbedtls_des_context *, int, size_t, unsigned char[8], const unsigned char *, unsigned char *);
__END_DECLS
