#include <crypt.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <string.h>
void one_shot_bad(unsigned char *out) {
  char password[64];
  if (fgets(password, 64, stdin) == NULL) return;
  SHA256((const unsigned char *)password, strlen(password), out);  // EXPECT: weak-password-hash
}
void document_ok(unsigned char *out) {
  char line[64];
  if (fgets(line, 64, stdin) == NULL) return;
  SHA256((const unsigned char *)line, strlen(line), out);
}
void updated_bad(EVP_MD_CTX *c) {
  char passwd[64];
  if (scanf("%63s", passwd) != 1) return;
  EVP_DigestUpdate(c, passwd, strlen(passwd));  // EXPECT: weak-password-hash
}
void derived_ok(unsigned char *out, const unsigned char *salt) {
  char password[64];
  if (fgets(password, 64, stdin) == NULL) return;
  PKCS5_PBKDF2_HMAC(password, -1, salt, 16, 600000, EVP_sha256(), 32, out);
}
char *md5_crypt_bad(const char *p) { return crypt(p, "$1$abcdefgh$"); }  // EXPECT: weak-password-hash, predictable-salt
char *stored_setting_ok(const char *p, const char *setting) { return crypt(p, setting); }
