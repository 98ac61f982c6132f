#include "keys.h"
#include <stdio.h>
const unsigned char service_key[16] = {0xde, 0xad, 0xbe, 0xef, 1, 2, 3, 4};
const unsigned char *default_key(void) { return (const unsigned char *)"0123456789abcdef"; }
int read_key(unsigned char *key) {
  FILE *f = fopen("/run/key", "rb");
  return f != NULL && fread(key, 1, 16, f) == 16;
}
void load(struct settings *s) { s->key = service_key; }
