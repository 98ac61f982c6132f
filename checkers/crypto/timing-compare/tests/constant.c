#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>
int works_ok(void) {
  static const unsigned char expected[4] = {0x71, 0x44, 0xfe, 0x25};
  unsigned char mac[32];
  unsigned int size;
  HMAC(EVP_sha256(), "prf-test", 8, (const unsigned char *)"a", 1, mac, &size);
  return memcmp(mac, expected, sizeof expected) == 0;
}
int given_bad(const unsigned char *key, const unsigned char *given) {
  unsigned char mac[32];
  unsigned int size;
  HMAC(EVP_sha256(), key, 16, (const unsigned char *)"a", 1, mac, &size);
  return memcmp(mac, given, 32) == 0;  // EXPECT: timing-compare
}
