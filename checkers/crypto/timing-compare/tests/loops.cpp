// Loops that stop at the first difference, and loops that do not.
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string>
static void mac_of(const unsigned char *key, const unsigned char *data, unsigned char *mac) {
  unsigned int size;
  HMAC(EVP_sha256(), key, 32, data, 10, mac, &size);
}
bool return_bad(const unsigned char *key, const unsigned char *data, const unsigned char *given) {
  unsigned char mac[32];
  mac_of(key, data, mac);
  for (int i = 0; i < 32; i++) {
    if (mac[i] != given[i]) return false;  // EXPECT: timing-compare
  }
  return true;
}
bool pointers_bad(const unsigned char *key, const unsigned char *data, const unsigned char *given) {
  unsigned char mac[32];
  mac_of(key, data, mac);
  const unsigned char *at = mac;
  int left = 32;
  while (left > 0 && *at++ == *given++) --left;  // EXPECT: timing-compare
  return left == 0;
}
bool break_bad(const unsigned char *key, const unsigned char *data, const std::string &given) {
  unsigned char mac[32];
  mac_of(key, data, mac);
  bool same = true;
  for (std::size_t i = 0; i < given.size(); i++) {
    if (given[i] != (char)mac[i]) {  // EXPECT: timing-compare
      same = false;
      break;
    }
  }
  return same;
}
bool collected_ok(const unsigned char *key, const unsigned char *data, const unsigned char *given) {
  unsigned char mac[32];
  unsigned char different = 0;
  mac_of(key, data, mac);
  for (int i = 0; i < 32; i++) different |= mac[i] ^ given[i];
  return different == 0;
}
int counted_ok(const unsigned char *key, const unsigned char *data, const unsigned char *given) {
  unsigned char mac[32];
  int different = 0;
  mac_of(key, data, mac);
  for (int i = 0; i < 32; i++) {
    if (mac[i] != given[i]) ++different;
  }
  return different;
}
bool no_mac_ok(const unsigned char *a, const unsigned char *b) {
  for (int i = 0; i < 32; i++) {
    if (a[i] != b[i]) return false;
  }
  return true;
}
