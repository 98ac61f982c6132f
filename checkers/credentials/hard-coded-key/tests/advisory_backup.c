// After CVE-2019-6693 (FortiOS): one key for the backups of all installations.
#include <openssl/evp.h>
#include <stdio.h>
#include <unistd.h>
static const char *const backup_key = "Mary had a littl";
int backup_bad(EVP_CIPHER_CTX *c, const unsigned char *iv) {
  return EVP_EncryptInit_ex(c, EVP_aes_128_cbc(), NULL, (const unsigned char *)backup_key, iv);  // EXPECT: hard-coded-key
}
int backup_ok(EVP_CIPHER_CTX *c, const unsigned char *iv, int file) {
  unsigned char key[16];
  if (read(file, key, sizeof key) != sizeof key) return 0;
  int done = EVP_EncryptInit_ex(c, EVP_aes_128_cbc(), NULL, key, iv);
  OPENSSL_cleanse(key, sizeof key);
  return done;
}
