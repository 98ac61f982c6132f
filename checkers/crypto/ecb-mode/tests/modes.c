#include <openssl/aes.h>
#include <openssl/evp.h>
#include <windows.h>
#include <wincrypt.h>
#include <bcrypt.h>
#include <gcrypt.h>
void evp_bad(EVP_CIPHER_CTX *c, unsigned char *k) { EVP_EncryptInit_ex(c, EVP_aes_128_ecb(), NULL, k, NULL); }  // EXPECT: ecb-mode
void evp_ok(EVP_CIPHER_CTX *c, unsigned char *k, unsigned char *v) { EVP_EncryptInit_ex(c, EVP_aes_128_cbc(), NULL, k, v); }
void name_bad(void) { EVP_get_cipherbyname("aes-256-ecb"); }  // EXPECT: ecb-mode
void blocks_bad(unsigned char *a, unsigned char *b, AES_KEY *k) { AES_ecb_encrypt(a, b, k, AES_ENCRYPT); }  // EXPECT: ecb-mode
void capi_bad(HCRYPTKEY k) {
  DWORD mode = CRYPT_MODE_ECB;
  CryptSetKeyParam(k, KP_MODE, (BYTE *)&mode, 0);  // EXPECT: ecb-mode
}
void capi_ok(HCRYPTKEY k) {
  DWORD mode = CRYPT_MODE_CBC;
  CryptSetKeyParam(k, KP_MODE, (BYTE *)&mode, 0);
}
void cng_bad(BCRYPT_ALG_HANDLE a) { BCryptSetProperty(a, BCRYPT_CHAINING_MODE, (PUCHAR)BCRYPT_CHAIN_MODE_ECB, 32, 0); }  // EXPECT: ecb-mode
void cng_ok(BCRYPT_ALG_HANDLE a) { BCryptSetProperty(a, BCRYPT_CHAINING_MODE, (PUCHAR)BCRYPT_CHAIN_MODE_GCM, 32, 0); }
void gcrypt_bad(gcry_cipher_hd_t *h) { gcry_cipher_open(h, GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_ECB, 0); }  // EXPECT: ecb-mode
void gcrypt_ok(gcry_cipher_hd_t *h) { gcry_cipher_open(h, GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_GCM, 0); }
