// What a text is decoded to by a table is not the table; a copy of a table is.
#include <openssl/evp.h>
#include <stddef.h>
#include <stdlib.h>

static const unsigned char digits[] = {16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 0, 0, 0, 0, 10, 11, 12, 13, 14, 15};
static const unsigned char fixed[32] = {9, 8, 7, 6, 5, 4, 3, 2, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1, 2, 3, 4, 5};

static int decode(const char *text, unsigned char **out) {
  unsigned char *key = malloc(32);
  if (key == NULL) return 0;
  for (size_t i = 0; i < 64; i += 2)
    key[i / 2] = (unsigned char)(((unsigned char)(digits[text[i] - '0'] & 0x0f) << 4) | (unsigned char)(digits[text[i + 1] - '0'] & 0x0f));
  *out = key;
  return 1;
}

void decoded_ok(const char *text) {
  unsigned char *key = NULL;
  if (!decode(text, &key)) return;
  EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, key, 32);
}

void copied_bad(void) {
  unsigned char key[32];
  for (size_t i = 0; i < 32; i++) key[i] = fixed[i];
  EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, key, sizeof key);  // EXPECT: hard-coded-key
}
