// After CVE-2020-1472 (Netlogon): AES in CFB8 with an initialisation vector of zeros.
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string.h>
int credential_bad(EVP_CIPHER_CTX *c, const unsigned char *key) {
  unsigned char iv[16];
  memset(iv, 0, sizeof iv);
  return EVP_EncryptInit_ex(c, EVP_aes_128_cfb8(), NULL, key, iv);  // EXPECT: static-iv
}
int credential_ok(EVP_CIPHER_CTX *c, const unsigned char *key) {
  unsigned char iv[16];
  if (RAND_bytes(iv, sizeof iv) != 1) return 0;
  return EVP_EncryptInit_ex(c, EVP_aes_128_cfb8(), NULL, key, iv);
}
