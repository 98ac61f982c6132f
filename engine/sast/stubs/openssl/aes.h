// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
#define AES_ENCRYPT 1
#define AES_DECRYPT 0
#define AES_BLOCK_SIZE 16
#define AES_MAXNR 14
typedef struct aes_key_st { unsigned rd_key[60]; int rounds; } AES_KEY; int AES_set_encrypt_key(const unsigned char *, const int, AES_KEY *); int AES_set_decrypt_key(const unsigned char *, const int, AES_KEY *); void AES_encrypt(const unsigned char *, unsigned char *, const AES_KEY *); void AES_decrypt(const unsigned char *, unsigned char *, const AES_KEY *); void AES_ecb_encrypt(const unsigned char *, unsigned char *, const AES_KEY *, const int); void AES_cbc_encrypt(const unsigned char *, unsigned char *, size_t, const AES_KEY *, unsigned char *, const int); void AES_cfb128_encrypt(const unsigned char *, unsigned char *, size_t, const AES_KEY *, unsigned char *, int *, const int); void AES_ofb128_encrypt(const unsigned char *, unsigned char *, size_t, const AES_KEY *, unsigned char *, int *); void AES_ctr128_encrypt(const unsigned char *, unsigned char *, size_t, const AES_KEY *, unsigned char *, unsigned char *, unsigned *);
__END_DECLS
