#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <string.h>
int early_bad(const unsigned char *k, const unsigned char *m, const unsigned char *received) {
  unsigned char mac[32];
  unsigned n;
  HMAC(EVP_sha256(), k, 32, m, 9, mac, &n);
  return memcmp(mac, received, 32) == 0;  // EXPECT: timing-compare
}
int constant_time_ok(const unsigned char *k, const unsigned char *m, const unsigned char *received) {
  unsigned char mac[32];
  unsigned n;
  HMAC(EVP_sha256(), k, 32, m, 9, mac, &n);
  return CRYPTO_memcmp(mac, received, 32) == 0;
}
int other_ok(const unsigned char *a, const unsigned char *b) { return memcmp(a, b, 32) == 0; }
