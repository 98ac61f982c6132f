#include <openssl/evp.h>
#include <openssl/rand.h>
int text_bad(const char *p, unsigned char *o) { return PKCS5_PBKDF2_HMAC(p, 8, (const unsigned char *)"NaCl", 4, 600000, EVP_sha256(), 32, o); }  // EXPECT: predictable-salt
int random_ok(const char *p, unsigned char *o) {
  unsigned char salt[16];
  if (RAND_bytes(salt, 16) != 1) return 0;
  return PKCS5_PBKDF2_HMAC(p, 8, salt, 16, 600000, EVP_sha256(), 32, o);
}
