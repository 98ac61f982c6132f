// After CVE-2008-5077 (OpenSSL): -1 is an error, and every number but 0 was taken for a good signature.
#include <openssl/evp.h>
int check_bad(EVP_MD_CTX *c, const unsigned char *s, unsigned n, EVP_PKEY *k) {
  if (!EVP_VerifyFinal(c, s, n, k)) return 0;  // EXPECT: signature-not-verified
  return 1;
}
int check_ok(EVP_MD_CTX *c, const unsigned char *s, unsigned n, EVP_PKEY *k) {
  if (EVP_VerifyFinal(c, s, n, k) <= 0) return 0;
  return 1;
}
