#include <ctype.h>
int check_name(const char *s) {
  while (*s != '\0') {
    if (!isalnum((unsigned char)*s)) return -1;
    s++;
  }
  return 0;
}
