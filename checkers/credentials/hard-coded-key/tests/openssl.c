#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>
#define KEY "0123456789abcdef"
static const unsigned char global_key[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
static const char *text_key = "abcdefabcdefabcd";
void literal_key_bad(EVP_CIPHER_CTX *c, unsigned char *iv) { EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, (const unsigned char *)"0123456789abcdef", iv); }  // EXPECT: hard-coded-key
void define_key_bad(EVP_CIPHER_CTX *c, unsigned char *iv) { EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, (const unsigned char *)KEY, iv); }  // EXPECT: hard-coded-key
void global_key_bad(EVP_CIPHER_CTX *c, unsigned char *iv) { EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, global_key, iv); }  // EXPECT: hard-coded-key
void global_text_bad(EVP_CIPHER_CTX *c, unsigned char *iv) { EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, (const unsigned char *)text_key, iv); }  // EXPECT: hard-coded-key
void array_key_bad(EVP_CIPHER_CTX *c, unsigned char *iv) {
  unsigned char key[16] = {1, 2, 3};
  EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);  // EXPECT: hard-coded-key
}
void copied_key_bad(EVP_CIPHER_CTX *c, unsigned char *iv) {
  unsigned char key[32];
  memcpy(key, "0123456789abcdef0123456789abcdef", 32);
  EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);  // EXPECT: hard-coded-key
}
void zero_then_random_ok(EVP_CIPHER_CTX *c, unsigned char *iv) {
  unsigned char key[32] = {0};
  if (RAND_bytes(key, 32) != 1) return;
  EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);
}
void static_iv_bad(EVP_CIPHER_CTX *c, unsigned char *key) {
  unsigned char iv[16] = {0};
  EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);  // EXPECT: static-iv
}
void memset_iv_bad(EVP_CIPHER_CTX *c, unsigned char *key) {
  unsigned char iv[16];
  memset(iv, 0, sizeof iv);
  EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);  // EXPECT: static-iv
}
void random_iv_ok(EVP_CIPHER_CTX *c, unsigned char *key) {
  unsigned char iv[16];
  if (RAND_bytes(iv, sizeof iv) != 1) return;
  EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);
}
void weak_random_iv_bad(EVP_CIPHER_CTX *c, unsigned char *key) {
  unsigned char iv[16];
  for (int i = 0; i < 16; i++) iv[i] = rand();
  EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);  // EXPECT: weak-random
}
void des_bad(EVP_CIPHER_CTX *c, unsigned char *key, unsigned char *iv) { EVP_EncryptInit_ex(c, EVP_des_cbc(), NULL, key, iv); }  // EXPECT: weak-cipher
void rsa_bad(RSA *r, BIGNUM *e) { RSA_generate_key_ex(r, 1024, e, NULL); }  // EXPECT: weak-key-size
void rsa_ok(RSA *r, BIGNUM *e) { RSA_generate_key_ex(r, 3072, e, NULL); }
int bits(void) { return 512; }
void rsa_function_bad(RSA *r, BIGNUM *e) { RSA_generate_key_ex(r, bits(), e, NULL); }  // EXPECT: weak-key-size
void padding_bad(RSA *r, unsigned char *a, unsigned char *b) { RSA_public_encrypt(9, a, b, r, RSA_PKCS1_PADDING); }  // EXPECT: rsa-without-oaep
void padding_ok(RSA *r, unsigned char *a, unsigned char *b) { RSA_public_encrypt(9, a, b, r, RSA_PKCS1_OAEP_PADDING); }
void ignored_bad(unsigned char *k) { RAND_bytes(k, 16); }  // EXPECT: weak-random
static void use_key(EVP_CIPHER_CTX *c, const unsigned char *key, unsigned char *iv) {
  EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);  // EXPECT: hard-coded-key
}
void wrapper_bad(EVP_CIPHER_CTX *c, unsigned char *iv) { use_key(c, (const unsigned char *)"0123456789abcdef", iv); }
struct config { const char *name; const unsigned char *key; };
void field_bad(EVP_CIPHER_CTX *c, unsigned char *iv) {
  struct config config;
  config.key = (const unsigned char *)"0123456789abcdef";
  EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, config.key, iv);  // EXPECT: hard-coded-key
}
void name_bad(void) { EVP_get_cipherbyname("des-ede3-cbc"); }  // EXPECT: weak-cipher
void name_ok(void) { EVP_get_cipherbyname("aes-256-gcm"); }
int pbkdf2_bad(const char *p, unsigned char *salt, unsigned char *out) { return PKCS5_PBKDF2_HMAC(p, 8, salt, 16, 500, EVP_sha256(), 32, out); }  // EXPECT: weak-password-hash
int pbkdf2_salt_bad(const char *p, unsigned char *out) { return PKCS5_PBKDF2_HMAC(p, 8, (const unsigned char *)"NaCl", 4, 600000, EVP_sha256(), 32, out); }  // EXPECT: predictable-salt
int verify_bad(EVP_MD_CTX *c, unsigned char *s, EVP_PKEY *k) {
  if (EVP_VerifyFinal(c, s, 64, k)) return 1;  // EXPECT: signature-not-verified
  return 0;
}
int verify_ok(EVP_MD_CTX *c, unsigned char *s, EVP_PKEY *k) { return EVP_VerifyFinal(c, s, 64, k) == 1; }
