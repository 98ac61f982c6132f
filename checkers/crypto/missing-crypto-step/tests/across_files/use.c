#include "hash.h"
void not_fed_bad(HCRYPTPROV p, HCRYPTKEY *k) {
  HCRYPTHASH h;
  if (!begin(p, &h)) return;
  if (!CryptDeriveKey(p, CALG_AES_256, h, 0, k)) return;  // EXPECT: missing-crypto-step
}
void fed_ok(HCRYPTPROV p, HCRYPTKEY *k, const BYTE *data, DWORD n) {
  HCRYPTHASH h;
  if (!begin(p, &h)) return;
  if (!feed(&h, data, n)) return;
  if (!CryptDeriveKey(p, CALG_AES_256, h, 0, k)) return;
}
