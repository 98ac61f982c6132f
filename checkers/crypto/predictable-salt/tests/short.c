#include <openssl/evp.h>
#include <openssl/rand.h>
int short_bad(const char *p, unsigned char *key) {
  unsigned char salt[4];
  if (RAND_bytes(salt, sizeof salt) != 1) return 0;
  return PKCS5_PBKDF2_HMAC(p, -1, salt, sizeof salt, 600000, EVP_sha256(), 32, key);  // EXPECT: predictable-salt
}
int long_ok(const char *p, unsigned char *key) {
  unsigned char salt[16];
  if (RAND_bytes(salt, sizeof salt) != 1) return 0;
  return PKCS5_PBKDF2_HMAC(p, -1, salt, sizeof salt, 600000, EVP_sha256(), 32, key);
}
int given_ok(const char *p, const unsigned char *salt, int length, unsigned char *key) {
  return PKCS5_PBKDF2_HMAC(p, -1, salt, length, 600000, EVP_sha256(), 32, key);
}
