#include "keys.h"
#include <openssl/aes.h>
void global_bad(AES_KEY *a) { AES_set_encrypt_key(service_key, 128, a); }     // EXPECT: hard-coded-key
void result_bad(AES_KEY *a) { AES_set_encrypt_key(default_key(), 128, a); }   // EXPECT: hard-coded-key
void field_bad(AES_KEY *a) {
  struct settings s;
  load(&s);
  AES_set_encrypt_key(s.key, 128, a);  // EXPECT: hard-coded-key
}
void read_ok(AES_KEY *a) {
  unsigned char key[16] = {0};
  if (!read_key(key)) return;
  AES_set_encrypt_key(key, 128, a);
}
