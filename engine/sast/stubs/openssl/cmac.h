// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/evp.h>
__BEGIN_DECLS
typedef struct CMAC_CTX_st CMAC_CTX; CMAC_CTX *CMAC_CTX_new(void); void CMAC_CTX_free(CMAC_CTX *); int CMAC_Init(CMAC_CTX *, const void *, size_t, const EVP_CIPHER *, ENGINE *); int CMAC_Update(CMAC_CTX *, const void *, size_t); int CMAC_Final(CMAC_CTX *, unsigned char *, size_t *);
__END_DECLS
