#include <openssl/aes.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>
#include <wincrypt.h>
void key_bad(AES_KEY *a) {
  unsigned char key[16];
  for (int i = 0; i < 16; i++) key[i] = (unsigned char)(rand() % 256);
  AES_set_encrypt_key(key, 128, a);  // EXPECT: weak-random
}
void key_ok(AES_KEY *a) {
  unsigned char key[16];
  if (RAND_bytes(key, 16) != 1) return;
  AES_set_encrypt_key(key, 128, a);
}
void dice_ok(void) { printf("%d\n", rand() % 6 + 1); }
void ignored_bad(unsigned char *k) {
  RAND_bytes(k, 16);  // EXPECT: weak-random
}
void misread_bad(unsigned char *k) {
  if (!RAND_bytes(k, 16)) abort();  // EXPECT: weak-random
}
int passed_on_ok(unsigned char *k) { return RAND_bytes(k, 16); }
void checked_ok(unsigned char *k) {
  int rc = RAND_bytes(k, 16);
  if (rc != 1) abort();
}
void kept_bad(unsigned char *k) {
  int rc = RAND_bytes(k, 16);  // EXPECT: weak-random
}
void pseudo_bad(unsigned char *k) { RAND_pseudo_bytes(k, 16); }  // EXPECT: weak-random
void windows_bad(HCRYPTPROV p, BYTE *k) { CryptGenRandom(p, 16, k); }  // EXPECT: weak-random
int windows_ok(HCRYPTPROV p, BYTE *k) {
  if (!CryptGenRandom(p, 16, k)) return 0;
  return 1;
}
