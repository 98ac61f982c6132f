#include <windows.h>
#include <stdio.h>
#include <wincrypt.h>
void hashed_bad(HCRYPTPROV p, HCRYPTKEY *k) {
  HCRYPTHASH h;
  const char *password = "0123456789abcdef";
  if (!CryptCreateHash(p, CALG_SHA_256, 0, 0, &h)) return;
  if (!CryptHashData(h, (const BYTE *)password, 16, 0)) return;
  CryptDeriveKey(p, CALG_AES_256, h, 0, k);  // EXPECT: hard-coded-key
}
void asked_ok(HCRYPTPROV p, HCRYPTKEY *k) {
  HCRYPTHASH h;
  char password[100];
  if (fgets(password, sizeof password, stdin) == NULL) return;
  if (!CryptCreateHash(p, CALG_SHA_256, 0, 0, &h)) return;
  if (!CryptHashData(h, (const BYTE *)password, 16, 0)) return;
  CryptDeriveKey(p, CALG_AES_256, h, 0, k);
}
