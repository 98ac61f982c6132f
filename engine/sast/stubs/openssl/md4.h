// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
#define MD4_DIGEST_LENGTH 16
typedef struct MD4state_st { unsigned A, B, C, D; } MD4_CTX; int MD4_Init(MD4_CTX *); int MD4_Update(MD4_CTX *, const void *, size_t); int MD4_Final(unsigned char *, MD4_CTX *); unsigned char *MD4(const unsigned char *, size_t, unsigned char *);
__END_DECLS
