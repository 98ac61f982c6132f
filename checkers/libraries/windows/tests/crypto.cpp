#include <windows.h>
#include <wincrypt.h>
#include <bcrypt.h>
#include <ncrypt.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <vector>
#pragma comment(lib, "bcrypt.lib")
#ifndef NT_SUCCESS
#define NT_SUCCESS(s) ((s) >= 0)
#endif
bool Md5OfFile(HANDLE file, BYTE *out) {
  HCRYPTPROV prov = 0; HCRYPTHASH hash = 0; BYTE data[1024]; DWORD n = 0, len = 16; bool ok = false;
  if (!CryptAcquireContext(&prov, NULL, NULL, PROV_RSA_FULL, CRYPT_VERIFYCONTEXT)) return false;
  if (CryptCreateHash(prov, CALG_MD5, 0, 0, &hash)) {  // EXPECT: weak-hash
    while (ReadFile(file, data, sizeof data, &n, NULL) && n) CryptHashData(hash, data, n, 0);
    ok = CryptGetHashParam(hash, HP_HASHVAL, out, &len, 0) != 0;
    CryptDestroyHash(hash);
  }
  CryptReleaseContext(prov, 0);
  return ok;
}
bool Sha256OfFile(HANDLE file, BYTE *out) {
  HCRYPTPROV prov = 0; HCRYPTHASH hash = 0; BYTE data[1024]; DWORD n = 0, len = 32; bool ok = false;
  if (!CryptAcquireContext(&prov, NULL, NULL, PROV_RSA_AES, CRYPT_VERIFYCONTEXT)) return false;
  if (CryptCreateHash(prov, CALG_SHA_256, 0, 0, &hash)) {
    while (ReadFile(file, data, sizeof data, &n, NULL) && n) CryptHashData(hash, data, n, 0);
    ok = CryptGetHashParam(hash, HP_HASHVAL, out, &len, 0) != 0;
    CryptDestroyHash(hash);
  }
  CryptReleaseContext(prov, 0);
  return ok;
}
BOOL EncryptDes(HCRYPTPROV prov, HCRYPTHASH hash, BYTE *data, DWORD *len, DWORD cap) {
  HCRYPTKEY key;
  if (!CryptDeriveKey(prov, CALG_DES, hash, 0, &key)) return FALSE;  // EXPECT: weak-cipher
  BOOL ok = CryptEncrypt(key, 0, TRUE, 0, data, len, cap);
  CryptDestroyKey(key);
  return ok;
}
BOOL Encrypt3Des(HCRYPTPROV prov, HCRYPTKEY *key) { return CryptGenKey(prov, CALG_3DES, CRYPT_EXPORTABLE, key); }  // EXPECT: weak-cipher
BOOL EncryptRc4(HCRYPTPROV prov, HCRYPTKEY *key) { return CryptGenKey(prov, CALG_RC4, CRYPT_EXPORTABLE, key); }  // EXPECT: weak-cipher
BOOL GenAes(HCRYPTPROV prov, HCRYPTKEY *key) { return CryptGenKey(prov, CALG_AES_256, CRYPT_EXPORTABLE, key); }
BOOL GenRsa(HCRYPTPROV prov, HCRYPTKEY *key) { return CryptGenKey(prov, AT_KEYEXCHANGE, (1024 << 16) | CRYPT_EXPORTABLE, key); }  // EXPECT: weak-key-size
BOOL GenRsaOk(HCRYPTPROV prov, HCRYPTKEY *key) { return CryptGenKey(prov, AT_KEYEXCHANGE, (3072 << 16) | CRYPT_EXPORTABLE, key); }
BOOL Ecb(HCRYPTKEY key) { DWORD mode = CRYPT_MODE_ECB; return CryptSetKeyParam(key, KP_MODE, (BYTE *)&mode, 0); }  // EXPECT: ecb-mode
BOOL Cbc(HCRYPTKEY key) { DWORD mode = CRYPT_MODE_CBC; return CryptSetKeyParam(key, KP_MODE, (BYTE *)&mode, 0); }
BOOL Iv(HCRYPTKEY key) { BYTE iv[16] = {1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}; return CryptSetKeyParam(key, KP_IV, iv, 0); }  // EXPECT: static-iv
BOOL IvOk(HCRYPTPROV prov, HCRYPTKEY key) { BYTE iv[16]; if (!CryptGenRandom(prov, sizeof iv, iv)) return FALSE; return CryptSetKeyParam(key, KP_IV, iv, 0); }
NTSTATUS CngHash() {
  BCRYPT_ALG_HANDLE alg = NULL; BCRYPT_ALG_HANDLE a2 = NULL;
  NTSTATUS st = BCryptOpenAlgorithmProvider(&alg, BCRYPT_MD5_ALGORITHM, NULL, 0);  // EXPECT: weak-hash
  if (!NT_SUCCESS(st)) return st;
  st = BCryptOpenAlgorithmProvider(&a2, BCRYPT_SHA256_ALGORITHM, NULL, 0);
  BCryptCloseAlgorithmProvider(alg, 0);
  return st;
}
NTSTATUS CngEncrypt(PUCHAR plain, ULONG len, PUCHAR out, ULONG cap) {
  static const UCHAR key[] = {0x10,0x22,0x33,0x44,0x55,0x66,0x77,0x88,0x99,0xaa,0xbb,0xcc,0xdd,0xee,0xff,0x00};
  UCHAR iv[16] = {0};
  BCRYPT_ALG_HANDLE alg = NULL; BCRYPT_KEY_HANDLE k = NULL; ULONG n = 0;
  BCryptOpenAlgorithmProvider(&alg, BCRYPT_AES_ALGORITHM, NULL, 0);
  BCryptSetProperty(alg, BCRYPT_CHAINING_MODE, (PUCHAR)BCRYPT_CHAIN_MODE_CBC, sizeof(BCRYPT_CHAIN_MODE_CBC), 0);
  BCryptGenerateSymmetricKey(alg, &k, NULL, 0, (PUCHAR)key, sizeof key, 0);  // EXPECT: hard-coded-key
  return BCryptEncrypt(k, plain, len, NULL, iv, sizeof iv, out, cap, &n, BCRYPT_BLOCK_PADDING);  // EXPECT: static-iv
}
NTSTATUS CngEncryptOk(PUCHAR plain, ULONG len, PUCHAR out, ULONG cap, PUCHAR keyBytes, ULONG keyLen) {
  UCHAR iv[16];
  BCRYPT_ALG_HANDLE alg = NULL; BCRYPT_KEY_HANDLE k = NULL; ULONG n = 0;
  if (BCryptGenRandom(NULL, iv, sizeof iv, BCRYPT_USE_SYSTEM_PREFERRED_RNG) != 0) return -1;
  BCryptOpenAlgorithmProvider(&alg, BCRYPT_AES_ALGORITHM, NULL, 0);
  BCryptSetProperty(alg, BCRYPT_CHAINING_MODE, (PUCHAR)BCRYPT_CHAIN_MODE_GCM, sizeof(BCRYPT_CHAIN_MODE_GCM), 0);
  BCryptGenerateSymmetricKey(alg, &k, NULL, 0, keyBytes, keyLen, 0);
  return BCryptEncrypt(k, plain, len, NULL, iv, sizeof iv, out, cap, &n, 0);
}
void CngEcb(BCRYPT_ALG_HANDLE alg) { BCryptSetProperty(alg, BCRYPT_CHAINING_MODE, (PUCHAR)BCRYPT_CHAIN_MODE_ECB, sizeof(BCRYPT_CHAIN_MODE_ECB), 0); }  // EXPECT: ecb-mode
void CngDes(void) { BCRYPT_ALG_HANDLE a; BCryptOpenAlgorithmProvider(&a, BCRYPT_3DES_ALGORITHM, NULL, 0); }  // EXPECT: weak-cipher
void CngRsa(BCRYPT_ALG_HANDLE a) { BCRYPT_KEY_HANDLE k; BCryptGenerateKeyPair(a, &k, 1024, 0); }  // EXPECT: weak-key-size
void CngRsaOk(BCRYPT_ALG_HANDLE a) { BCRYPT_KEY_HANDLE k; BCryptGenerateKeyPair(a, &k, 4096, 0); }
void CngKdf(BCRYPT_ALG_HANDLE prf, PUCHAR pw, ULONG n, PUCHAR out) { static UCHAR salt[8] = {1,2,3,4,5,6,7,8}; BCryptDeriveKeyPBKDF2(prf, pw, n, salt, 8, 100, out, 32, 0); }  // EXPECT: weak-password-hash, predictable-salt
void CngVerify(BCRYPT_KEY_HANDLE k, PUCHAR h, PUCHAR s) { BCryptVerifySignature(k, NULL, h, 32, s, 256, BCRYPT_PAD_PKCS1); }  // EXPECT: signature-not-verified
bool CngVerifyOk(BCRYPT_KEY_HANDLE k, PUCHAR h, PUCHAR s) { return BCryptVerifySignature(k, NULL, h, 32, s, 256, BCRYPT_PAD_PKCS1) == 0; }
void RsaPad(BCRYPT_KEY_HANDLE k, PUCHAR in, ULONG n, PUCHAR out) { ULONG got; BCryptEncrypt(k, in, n, NULL, NULL, 0, out, 256, &got, BCRYPT_PAD_PKCS1); }  // EXPECT: rsa-without-oaep
void RsaPadOk(BCRYPT_KEY_HANDLE k, PUCHAR in, ULONG n, PUCHAR out) { ULONG got; BCRYPT_OAEP_PADDING_INFO pi = {BCRYPT_SHA256_ALGORITHM, NULL, 0}; BCryptEncrypt(k, in, n, &pi, NULL, 0, out, 256, &got, BCRYPT_PAD_OAEP); }
void WeakKey(BCRYPT_ALG_HANDLE alg) {
  UCHAR key[16]; BCRYPT_KEY_HANDLE k;
  srand((unsigned)time(NULL));  // EXPECT: predictable-seed
  for (int i = 0; i < 16; i++) key[i] = (UCHAR)(rand() & 0xff);
  BCryptGenerateSymmetricKey(alg, &k, NULL, 0, key, sizeof key, 0);  // EXPECT: weak-random, secret-not-wiped
}
BOOL NoData(HCRYPTPROV prov, HCRYPTKEY *key) {
  HCRYPTHASH h;
  if (!CryptCreateHash(prov, CALG_SHA_256, 0, 0, &h)) return FALSE;
  return CryptDeriveKey(prov, CALG_AES_256, h, 0, key);  // EXPECT: missing-crypto-step
}
BOOL RsaEnc(HCRYPTPROV prov, BYTE *d, DWORD *n) {
  HCRYPTKEY k;
  if (!CryptGenKey(prov, AT_KEYEXCHANGE, (2048 << 16), &k)) return FALSE;
  return CryptEncrypt(k, 0, TRUE, 0, d, n, 256);  // EXPECT: rsa-without-oaep
}
BOOL RsaEncOk(HCRYPTPROV prov, BYTE *d, DWORD *n) {
  HCRYPTKEY k;
  if (!CryptGenKey(prov, AT_KEYEXCHANGE, (2048 << 16), &k)) return FALSE;
  return CryptEncrypt(k, 0, TRUE, CRYPT_OAEP, d, n, 256);
}
