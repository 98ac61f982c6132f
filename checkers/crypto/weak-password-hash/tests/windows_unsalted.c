#include <windows.h>
#include <wincrypt.h>
#include <stdio.h>
#include <string.h>
int unsalted_bad(BYTE *out) {
  HCRYPTPROV provider = 0;
  HCRYPTHASH hash = 0;
  char password[64];
  DWORD size = 64;
  if (fgets(password, sizeof password, stdin) == NULL) return 0;
  if (!CryptAcquireContextW(&provider, 0, 0, PROV_RSA_AES, 0)) return 0;
  if (!CryptCreateHash(provider, CALG_SHA_512, 0, 0, &hash)) return 0;
  if (!CryptHashData(hash, (BYTE *)password, strlen(password), 0)) return 0;
  SecureZeroMemory(password, sizeof password);
  return CryptGetHashParam(hash, HP_HASHVAL, out, &size, 0);  // EXPECT: weak-password-hash
}
int salted_ok(BYTE *out, const BYTE *salt) {
  HCRYPTPROV provider = 0;
  HCRYPTHASH hash = 0;
  char password[64];
  DWORD size = 64;
  if (fgets(password, sizeof password, stdin) == NULL) return 0;
  if (!CryptAcquireContextW(&provider, 0, 0, PROV_RSA_AES, 0)) return 0;
  if (!CryptCreateHash(provider, CALG_SHA_512, 0, 0, &hash)) return 0;
  if (!CryptHashData(hash, salt, 16, 0)) return 0;
  if (!CryptHashData(hash, (BYTE *)password, strlen(password), 0)) return 0;
  SecureZeroMemory(password, sizeof password);
  return CryptGetHashParam(hash, HP_HASHVAL, out, &size, 0);
}
int file_ok(BYTE *out, const BYTE *content, DWORD length) {
  HCRYPTPROV provider = 0;
  HCRYPTHASH hash = 0;
  DWORD size = 64;
  if (!CryptAcquireContextW(&provider, 0, 0, PROV_RSA_AES, 0)) return 0;
  if (!CryptCreateHash(provider, CALG_SHA_512, 0, 0, &hash)) return 0;
  if (!CryptHashData(hash, content, length, 0)) return 0;
  return CryptGetHashParam(hash, HP_HASHVAL, out, &size, 0);
}
