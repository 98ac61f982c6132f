#include <windows.h>
#include <wincrypt.h>
#include <bcrypt.h>
void generated_bad(HCRYPTPROV p, HCRYPTKEY *k) { CryptGenKey(p, CALG_DES, 0, k); }          // EXPECT: weak-cipher
void generated_3des_bad(HCRYPTPROV p, HCRYPTKEY *k) { CryptGenKey(p, CALG_3DES, 0, k); }    // EXPECT: weak-cipher
void generated_rc2_bad(HCRYPTPROV p, HCRYPTKEY *k) { CryptGenKey(p, CALG_RC2, 0, k); }      // EXPECT: weak-cipher
void generated_ok(HCRYPTPROV p, HCRYPTKEY *k) { CryptGenKey(p, CALG_AES_256, 0, k); }
void derived_bad(HCRYPTPROV p, HCRYPTHASH h, HCRYPTKEY *k) { CryptDeriveKey(p, CALG_RC4, h, 0, k); }  // EXPECT: weak-cipher
void derived_ok(HCRYPTPROV p, HCRYPTHASH h, HCRYPTKEY *k) { CryptDeriveKey(p, CALG_AES_256, h, 0, k); }
void variable_bad(HCRYPTPROV p, HCRYPTKEY *k) {
  ALG_ID algorithm = CALG_DES;
  CryptGenKey(p, algorithm, 0, k);  // EXPECT: weak-cipher
}
static void with(HCRYPTPROV p, ALG_ID algorithm, HCRYPTKEY *k) {
  CryptGenKey(p, algorithm, 0, k);  // EXPECT: weak-cipher
}
void parameter_bad(HCRYPTPROV p, HCRYPTKEY *k) { with(p, CALG_RC4, k); }
void parameter_ok(HCRYPTPROV p, HCRYPTKEY *k) { with(p, CALG_AES_128, k); }
void cng_bad(BCRYPT_ALG_HANDLE *a) { BCryptOpenAlgorithmProvider(a, BCRYPT_3DES_ALGORITHM, NULL, 0); }  // EXPECT: weak-cipher
void cng_rc4_bad(BCRYPT_ALG_HANDLE *a) { BCryptOpenAlgorithmProvider(a, L"RC4", NULL, 0); }             // EXPECT: weak-cipher
void cng_ok(BCRYPT_ALG_HANDLE *a) { BCryptOpenAlgorithmProvider(a, BCRYPT_AES_ALGORITHM, NULL, 0); }
