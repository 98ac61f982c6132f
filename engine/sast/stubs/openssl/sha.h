// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
#define SHA_DIGEST_LENGTH 20
#define SHA224_DIGEST_LENGTH 28
#define SHA256_DIGEST_LENGTH 32
#define SHA384_DIGEST_LENGTH 48
#define SHA512_DIGEST_LENGTH 64
typedef struct SHAstate_st { unsigned h[5]; } SHA_CTX; typedef struct SHA256state_st { unsigned h[8]; } SHA256_CTX; typedef struct SHA512state_st { unsigned long long h[8]; } SHA512_CTX;
int SHA1_Init(SHA_CTX *); int SHA1_Update(SHA_CTX *, const void *, size_t); int SHA1_Final(unsigned char *, SHA_CTX *); unsigned char *SHA1(const unsigned char *, size_t, unsigned char *); int SHA256_Init(SHA256_CTX *); int SHA256_Update(SHA256_CTX *, const void *, size_t); int SHA256_Final(unsigned char *, SHA256_CTX *); unsigned char *SHA256(const unsigned char *, size_t, unsigned char *); int SHA512_Init(SHA512_CTX *); int SHA512_Update(SHA512_CTX *, const void *, size_t); int SHA512_Final(unsigned char *, SHA512_CTX *); unsigned char *SHA512(const unsigned char *, size_t, unsigned char *); unsigned char *SHA224(const unsigned char *, size_t, unsigned char *); unsigned char *SHA384(const unsigned char *, size_t, unsigned char *);
__END_DECLS
