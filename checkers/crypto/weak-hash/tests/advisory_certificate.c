// After CVE-2004-2761: certificates that are signed over MD5 can be made twice.
#include <openssl/evp.h>
#include <openssl/x509.h>
int sign_bad(X509 *c, EVP_PKEY *k) { return X509_sign(c, k, EVP_md5()); }  // EXPECT: weak-hash
int sign_ok(X509 *c, EVP_PKEY *k) { return X509_sign(c, k, EVP_sha256()); }
unsigned long fingerprint_ok(X509 *c, unsigned char *out, unsigned *n) { return X509_digest(c, EVP_sha256(), out, n); }
