#include <openssl/dh.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>
#include <windows.h>
#include <wincrypt.h>
#include <bcrypt.h>
#define BITS 1024
void rsa_bad(RSA *r, BIGNUM *e) { RSA_generate_key_ex(r, BITS, e, NULL); }                        // EXPECT: weak-key-size
void rsa_ok(RSA *r, BIGNUM *e) { RSA_generate_key_ex(r, 2 * 2048, e, NULL); }
void rsa_old_bad(void) { RSA_generate_key(512, RSA_F4, NULL, NULL); }                             // EXPECT: weak-key-size
void dh_bad(DH *d) { DH_generate_parameters_ex(d, 512, DH_GENERATOR_2, NULL); }                   // EXPECT: weak-key-size
void context_bad(EVP_PKEY_CTX *c) { EVP_PKEY_CTX_set_rsa_keygen_bits(c, 1024); }                  // EXPECT: weak-key-size
void context_ok(EVP_PKEY_CTX *c) { EVP_PKEY_CTX_set_rsa_keygen_bits(c, 4096); }
void short_bad(void) { EVP_RSA_gen(1024); }                                                       // EXPECT: weak-key-size
void curve_bad(void) { EC_KEY_new_by_curve_name(NID_secp160r1); }                                 // EXPECT: weak-key-size
void curve_ok(void) { EC_KEY_new_by_curve_name(NID_X9_62_prime256v1); }
void cng_bad(BCRYPT_ALG_HANDLE a, BCRYPT_KEY_HANDLE *k) { BCryptGenerateKeyPair(a, k, 1024, 0); }  // EXPECT: weak-key-size
void cng_ok(BCRYPT_ALG_HANDLE a, BCRYPT_KEY_HANDLE *k) { BCryptGenerateKeyPair(a, k, 2048, 0); }
void capi_bad(HCRYPTPROV p, HCRYPTKEY *k) { CryptGenKey(p, AT_KEYEXCHANGE, 1024 << 16, k); }       // EXPECT: weak-key-size
void capi_ok(HCRYPTPROV p, HCRYPTKEY *k) { CryptGenKey(p, AT_KEYEXCHANGE, 2048 << 16, k); }
