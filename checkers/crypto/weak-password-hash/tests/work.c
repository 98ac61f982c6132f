#include <gcrypt.h>
#include <openssl/evp.h>
#include <windows.h>
#include <bcrypt.h>
int few_bad(const char *p, unsigned char *s, unsigned char *o) { return PKCS5_PBKDF2_HMAC(p, 8, s, 16, 500, EVP_sha256(), 32, o); }     // EXPECT: weak-password-hash
int some_bad(const char *p, unsigned char *s, unsigned char *o) { return PKCS5_PBKDF2_HMAC(p, 8, s, 16, 20000, EVP_sha256(), 32, o); }  // EXPECT: weak-password-hash
int many_ok(const char *p, unsigned char *s, unsigned char *o) { return PKCS5_PBKDF2_HMAC(p, 8, s, 16, 600000, EVP_sha256(), 32, o); }
void cng_bad(BCRYPT_ALG_HANDLE a, PUCHAR p, PUCHAR s, PUCHAR o) { BCryptDeriveKeyPBKDF2(a, p, 8, s, 16, 1, o, 32, 0); }  // EXPECT: weak-password-hash
void s2k_bad(const char *p, unsigned char *o) { gcry_kdf_derive(p, 8, GCRY_KDF_SIMPLE_S2K, 8, NULL, 0, 600000, 32, o); }  // EXPECT: weak-password-hash
