// After CVE-2010-3741 (BlackBerry backups): one round of PBKDF2; and CVE-2012-3287: md5crypt is not enough any more.
#include <crypt.h>
#include <openssl/evp.h>
#include <stdlib.h>
#define ROUNDS 1
int backup_key_bad(const unsigned char *salt, unsigned char *key) {
  return PKCS5_PBKDF2_HMAC(getenv("BACKUP_PASSWORD"), -1, salt, 16, ROUNDS, EVP_sha256(), 32, key);  // EXPECT: weak-password-hash
}
int backup_key_ok(const unsigned char *salt, unsigned char *key) {
  return PKCS5_PBKDF2_HMAC(getenv("BACKUP_PASSWORD"), -1, salt, 16, 600000, EVP_sha256(), 32, key);
}
char *stored_bad(const char *password) { return crypt(password, "$1$q7Kx2p4z$"); }  // EXPECT: weak-password-hash, predictable-salt
char *stored_ok(const char *password, const char *setting) { return crypt(password, setting); }
