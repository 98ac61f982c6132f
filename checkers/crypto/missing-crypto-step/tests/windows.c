#include <windows.h>
#include <wincrypt.h>
void not_fed_bad(HCRYPTPROV p, HCRYPTKEY *k) {
  HCRYPTHASH h;
  if (!CryptCreateHash(p, CALG_SHA_256, 0, 0, &h)) return;
  if (!CryptDeriveKey(p, CALG_AES_256, h, 0, k)) return;  // EXPECT: missing-crypto-step
}
void fed_ok(HCRYPTPROV p, HCRYPTKEY *k, BYTE *data, DWORD n) {
  HCRYPTHASH h;
  if (!CryptCreateHash(p, CALG_SHA_256, 0, 0, &h)) return;
  if (!CryptHashData(h, data, n, 0)) return;
  if (!CryptDeriveKey(p, CALG_AES_256, h, 0, k)) return;
}
void fed_never_bad(HCRYPTPROV p, HCRYPTKEY *k, BYTE *data, DWORD n) {
  HCRYPTHASH h;
  if (!CryptCreateHash(p, CALG_SHA_256, 0, 0, &h)) return;
  if (0) CryptHashData(h, data, n, 0);
  if (!CryptDeriveKey(p, CALG_AES_256, h, 0, k)) return;  // EXPECT: missing-crypto-step
}
static int feed(HCRYPTHASH h, BYTE *data, DWORD n) { return CryptHashData(h, data, n, 0); }
void fed_by_helper_ok(HCRYPTPROV p, HCRYPTKEY *k, BYTE *data, DWORD n) {
  HCRYPTHASH h;
  if (!CryptCreateHash(p, CALG_SHA_256, 0, 0, &h)) return;
  if (!feed(h, data, n)) return;
  if (!CryptDeriveKey(p, CALG_AES_256, h, 0, k)) return;
}
void hash_of_nothing_bad(HCRYPTPROV p, BYTE *out, DWORD *n) {
  HCRYPTHASH h;
  if (!CryptCreateHash(p, CALG_SHA_256, 0, 0, &h)) return;
  CryptGetHashParam(h, HP_HASHVAL, out, n, 0);  // EXPECT: missing-crypto-step
}
void never_created_bad(BYTE *data, DWORD n) {
  HCRYPTHASH h = 0;
  CryptHashData(h, data, n, 0);  // EXPECT: missing-crypto-step
}
