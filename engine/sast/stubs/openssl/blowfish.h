// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
#define BF_ENCRYPT 1
#define BF_DECRYPT 0
typedef struct bf_key_st { unsigned P[18], S[1024]; } BF_KEY; void BF_set_key(BF_KEY *, int, const unsigned char *); void BF_ecb_encrypt(const unsigned char *, unsigned char *, const BF_KEY *, int); void BF_cbc_encrypt(const unsigned char *, unsigned char *, long, const BF_KEY *, unsigned char *, int);
__END_DECLS
