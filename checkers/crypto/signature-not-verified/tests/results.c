#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <sodium.h>
#include <windows.h>
#include <wincrypt.h>
int misread_bad(EVP_MD_CTX *c, unsigned char *s, EVP_PKEY *k) {
  if (EVP_VerifyFinal(c, s, 64, k)) return 1;  // EXPECT: signature-not-verified
  return 0;
}
int compared_ok(EVP_MD_CTX *c, unsigned char *s, EVP_PKEY *k) {
  if (EVP_VerifyFinal(c, s, 64, k) != 1) return 0;
  return 1;
}
void ignored_bad(unsigned char *d, unsigned char *s, RSA *r) {
  RSA_verify(NID_sha256, d, 32, s, 256, r);  // EXPECT: signature-not-verified
}
int looked_at_ok(unsigned char *d, unsigned char *s, RSA *r) { return RSA_verify(NID_sha256, d, 32, s, 256, r); }
void sodium_bad(unsigned char *s, unsigned char *m, unsigned char *k) { crypto_sign_verify_detached(s, m, 9, k); }  // EXPECT: signature-not-verified
int sodium_ok(unsigned char *s, unsigned char *m, unsigned char *k) {
  if (crypto_sign_verify_detached(s, m, 9, k) != 0) return 0;
  return 1;
}
void windows_bad(HCRYPTHASH h, BYTE *s, HCRYPTKEY k) { CryptVerifySignatureA(h, s, 256, k, NULL, 0); }  // EXPECT: signature-not-verified
