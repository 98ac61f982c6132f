// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
#define RSA_F4_BN 65537
BIGNUM *BN_new(void); void BN_free(BIGNUM *); void BN_clear_free(BIGNUM *); int BN_set_word(BIGNUM *, unsigned long); BIGNUM *BN_bin2bn(const unsigned char *, int, BIGNUM *); int BN_bn2bin(const BIGNUM *, unsigned char *); int BN_hex2bn(BIGNUM **, const char *); int BN_dec2bn(BIGNUM **, const char *); char *BN_bn2hex(const BIGNUM *); int BN_rand(BIGNUM *, int, int, int); int BN_pseudo_rand(BIGNUM *, int, int, int); int BN_num_bits(const BIGNUM *); int BN_generate_prime_ex(BIGNUM *, int, int, const BIGNUM *, const BIGNUM *, BN_GENCB *);
#define BN_num_bytes(a) ((BN_num_bits(a) + 7) / 8)
__END_DECLS
