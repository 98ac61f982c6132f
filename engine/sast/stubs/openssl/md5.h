// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
#define MD5_DIGEST_LENGTH 16
typedef struct MD5state_st { unsigned A, B, C, D; } MD5_CTX; int MD5_Init(MD5_CTX *); int MD5_Update(MD5_CTX *, const void *, size_t); int MD5_Final(unsigned char *, MD5_CTX *); unsigned char *MD5(const unsigned char *, size_t, unsigned char *);
__END_DECLS
