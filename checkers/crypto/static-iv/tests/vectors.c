#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sodium.h>
#include <string.h>
#include <windows.h>
#include <wincrypt.h>
void zero_bad(EVP_CIPHER_CTX *c, unsigned char *k) {
  unsigned char iv[16] = {0};
  EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, k, iv);  // EXPECT: static-iv
}
void memset_bad(EVP_CIPHER_CTX *c, unsigned char *k) {
  unsigned char iv[16];
  memset(iv, 0, sizeof iv);
  EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, k, iv);  // EXPECT: static-iv
}
void text_bad(EVP_CIPHER_CTX *c, unsigned char *k) { EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, k, (unsigned char *)"0123456789012345"); }  // EXPECT: static-iv
void random_ok(EVP_CIPHER_CTX *c, unsigned char *k) {
  unsigned char iv[16] = {0};
  if (RAND_bytes(iv, sizeof iv) != 1) return;
  EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, k, iv);
}
void without_ok(EVP_CIPHER_CTX *c, unsigned char *k) { EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, k, NULL); }
void sodium_bad(unsigned char *o, const unsigned char *m, const unsigned char *k) {
  static const unsigned char nonce[24] = {1, 2, 3};
  crypto_secretbox_easy(o, m, 9, nonce, k);  // EXPECT: static-iv
}
void sodium_ok(unsigned char *o, const unsigned char *m, const unsigned char *k) {
  unsigned char nonce[24];
  randombytes_buf(nonce, sizeof nonce);
  crypto_secretbox_easy(o, m, 9, nonce, k);
}
void capi_bad(HCRYPTKEY k) { CryptSetKeyParam(k, KP_IV, (BYTE *)"01234567", 0); }  // EXPECT: static-iv
