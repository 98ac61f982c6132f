// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
__BEGIN_DECLS
#define RSA_F4 0x10001L
#define RSA_3 0x3L
#define RSA_PKCS1_PADDING 1
#define RSA_SSLV23_PADDING 2
#define RSA_NO_PADDING 3
#define RSA_PKCS1_OAEP_PADDING 4
#define RSA_X931_PADDING 5
#define RSA_PKCS1_PSS_PADDING 6
RSA *RSA_new(void); void RSA_free(RSA *); int RSA_size(const RSA *); RSA *RSA_generate_key(int, unsigned long, void (*)(int, int, void *), void *); int RSA_generate_key_ex(RSA *, int, BIGNUM *, BN_GENCB *); int RSA_generate_multi_prime_key(RSA *, int, int, BIGNUM *, BN_GENCB *); int RSA_public_encrypt(int, const unsigned char *, unsigned char *, RSA *, int); int RSA_private_decrypt(int, const unsigned char *, unsigned char *, RSA *, int); int RSA_private_encrypt(int, const unsigned char *, unsigned char *, RSA *, int); int RSA_public_decrypt(int, const unsigned char *, unsigned char *, RSA *, int); int RSA_sign(int, const unsigned char *, unsigned, unsigned char *, unsigned *, RSA *); int RSA_verify(int, const unsigned char *, unsigned, const unsigned char *, unsigned, RSA *); int RSA_padding_add_PKCS1_OAEP(unsigned char *, int, const unsigned char *, int, const unsigned char *, int);
__END_DECLS
