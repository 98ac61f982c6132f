// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/evp.h>
__BEGIN_DECLS
HMAC_CTX *HMAC_CTX_new(void); void HMAC_CTX_free(HMAC_CTX *); void HMAC_CTX_init(HMAC_CTX *); void HMAC_CTX_cleanup(HMAC_CTX *); int HMAC_Init(HMAC_CTX *, const void *, int, const EVP_MD *); int HMAC_Init_ex(HMAC_CTX *, const void *, int, const EVP_MD *, ENGINE *); int HMAC_Update(HMAC_CTX *, const unsigned char *, size_t); int HMAC_Final(HMAC_CTX *, unsigned char *, unsigned *); unsigned char *HMAC(const EVP_MD *, const void *, int, const unsigned char *, size_t, unsigned char *, unsigned *);
__END_DECLS
