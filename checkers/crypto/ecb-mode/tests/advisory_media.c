// After CVE-2020-11500 (Zoom): sound and pictures in AES-128 without any chaining.
#include <openssl/evp.h>
int frame_bad(EVP_CIPHER_CTX *c, const unsigned char *key) { return EVP_EncryptInit_ex(c, EVP_aes_128_ecb(), NULL, key, NULL); }  // EXPECT: ecb-mode
int frame_ok(EVP_CIPHER_CTX *c, const unsigned char *key, const unsigned char *nonce) {
  return EVP_EncryptInit_ex(c, EVP_aes_128_gcm(), NULL, key, nonce);
}
