#include <openssl/blowfish.h>
#include <openssl/des.h>
#include <openssl/evp.h>
#include <openssl/rc4.h>
#include <openssl/ssl.h>
void triple_bad(EVP_CIPHER_CTX *c, unsigned char *k, unsigned char *v) { EVP_EncryptInit_ex(c, EVP_des_ede3_cbc(), NULL, k, v); }  // EXPECT: weak-cipher
void rc4_bad(EVP_CIPHER_CTX *c, unsigned char *k) { EVP_EncryptInit_ex(c, EVP_rc4(), NULL, k, NULL); }                             // EXPECT: weak-cipher
void rc2_bad(EVP_CIPHER_CTX *c, unsigned char *k, unsigned char *v) { EVP_EncryptInit_ex(c, EVP_rc2_cbc(), NULL, k, v); }         // EXPECT: weak-cipher
void blowfish_bad(EVP_CIPHER_CTX *c, unsigned char *k, unsigned char *v) { EVP_EncryptInit_ex(c, EVP_bf_cbc(), NULL, k, v); }     // EXPECT: weak-cipher
void gcm_ok(EVP_CIPHER_CTX *c, unsigned char *k, unsigned char *v) { EVP_EncryptInit_ex(c, EVP_aes_256_gcm(), NULL, k, v); }
void chacha_ok(EVP_CIPHER_CTX *c, unsigned char *k, unsigned char *v) { EVP_EncryptInit_ex(c, EVP_chacha20_poly1305(), NULL, k, v); }
void pointer_bad(EVP_CIPHER_CTX *c, unsigned char *k, unsigned char *v) {
  const EVP_CIPHER *cipher = EVP_des_cbc();  // EXPECT: weak-cipher
  EVP_EncryptInit_ex(c, cipher, NULL, k, v);
}
void low_level_bad(DES_cblock *k, DES_key_schedule *s) { DES_set_key(k, s); }                 // EXPECT: weak-cipher
void low_level_rc4_bad(RC4_KEY *s, unsigned char *k) { RC4_set_key(s, 16, k); }               // EXPECT: weak-cipher
void low_level_blowfish_bad(BF_KEY *s, unsigned char *k) { BF_set_key(s, 16, k); }            // EXPECT: weak-cipher
void never_ok(DES_cblock *k, DES_key_schedule *s) {
  if (0) DES_set_key(k, s);
}
void name_bad(void) { EVP_get_cipherbyname("DES-EDE3-CBC"); }              // EXPECT: weak-cipher
void fetched_bad(void) { EVP_CIPHER_fetch(NULL, "RC4", NULL); }            // EXPECT: weak-cipher
void fetched_ok(void) { EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL); }
void suites_bad(SSL_CTX *c) { SSL_CTX_set_cipher_list(c, "HIGH:RC4-SHA:RC4"); }              // EXPECT: weak-cipher
void suites_all_bad(SSL_CTX *c) { SSL_CTX_set_cipher_list(c, "ALL"); }                       // EXPECT: weak-cipher
void suites_ok(SSL_CTX *c) { SSL_CTX_set_cipher_list(c, "ECDHE+AESGCM:!aNULL:!eNULL:!RC4:!MD5"); }
