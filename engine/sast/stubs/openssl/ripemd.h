// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
typedef struct RIPEMD160state_st { unsigned A, B, C, D, E; } RIPEMD160_CTX; int RIPEMD160_Init(RIPEMD160_CTX *); int RIPEMD160_Update(RIPEMD160_CTX *, const void *, size_t); int RIPEMD160_Final(unsigned char *, RIPEMD160_CTX *); unsigned char *RIPEMD160(const unsigned char *, size_t, unsigned char *);
__END_DECLS
