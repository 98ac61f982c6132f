#include <openssl/rsa.h>
#include <windows.h>
#include <wincrypt.h>
#include <bcrypt.h>
void v15_bad(RSA *r, unsigned char *a, unsigned char *b) { RSA_public_encrypt(9, a, b, r, RSA_PKCS1_PADDING); }  // EXPECT: rsa-without-oaep
void none_bad(RSA *r, unsigned char *a, unsigned char *b) { RSA_public_encrypt(9, a, b, r, RSA_NO_PADDING); }    // EXPECT: rsa-without-oaep
void oaep_ok(RSA *r, unsigned char *a, unsigned char *b) { RSA_public_encrypt(9, a, b, r, RSA_PKCS1_OAEP_PADDING); }
void cng_bad(BCRYPT_KEY_HANDLE k, PUCHAR a, PUCHAR b, ULONG *n) { BCryptEncrypt(k, a, 9, NULL, NULL, 0, b, 256, n, BCRYPT_PAD_PKCS1); }  // EXPECT: rsa-without-oaep
void cng_ok(BCRYPT_KEY_HANDLE k, PUCHAR a, PUCHAR b, ULONG *n) { BCryptEncrypt(k, a, 9, NULL, NULL, 0, b, 256, n, BCRYPT_PAD_OAEP); }
void capi_bad(HCRYPTPROV p, BYTE *d, DWORD *n) {
  HCRYPTKEY k;
  if (!CryptGenKey(p, AT_KEYEXCHANGE, 2048 << 16, &k)) return;
  CryptEncrypt(k, 0, TRUE, 0, d, n, 256);  // EXPECT: rsa-without-oaep
}
void capi_ok(HCRYPTPROV p, BYTE *d, DWORD *n) {
  HCRYPTKEY k;
  if (!CryptGenKey(p, AT_KEYEXCHANGE, 2048 << 16, &k)) return;
  CryptEncrypt(k, 0, TRUE, CRYPT_OAEP, d, n, 256);
}
