#include <openssl/evp.h>
int tag_not_set_bad(EVP_CIPHER_CTX *c, unsigned char *key, unsigned char *iv, unsigned char *in, unsigned char *out, int n) {
  int length;
  if (EVP_DecryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, iv) != 1) return 0;
  if (EVP_DecryptUpdate(c, out, &length, in, n) != 1) return 0;
  return EVP_DecryptFinal_ex(c, out + length, &length) == 1;  // MISSED: missing-crypto-step
}
int tag_set_ok(EVP_CIPHER_CTX *c, unsigned char *key, unsigned char *iv, unsigned char *in, unsigned char *out, int n, unsigned char *tag) {
  int length;
  if (EVP_DecryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, iv) != 1) return 0;
  if (EVP_DecryptUpdate(c, out, &length, in, n) != 1) return 0;
  if (EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, 16, tag) != 1) return 0;
  return EVP_DecryptFinal_ex(c, out + length, &length) == 1;
}
int own_context_bad(unsigned char *key, unsigned char *iv, unsigned char *in, unsigned char *out, int n) {
  int length;
  EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
  if (EVP_DecryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, iv) != 1) return 0;
  if (EVP_DecryptUpdate(c, out, &length, in, n) != 1) return 0;
  return EVP_DecryptFinal_ex(c, out + length, &length) == 1;  // EXPECT: missing-crypto-step
}
void ignored_bad(EVP_CIPHER_CTX *c, unsigned char *out) {
  int length;
  EVP_DecryptFinal_ex(c, out, &length);  // EXPECT: missing-crypto-step
}
