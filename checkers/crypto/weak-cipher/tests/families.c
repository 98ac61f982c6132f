#include <gcrypt.h>
#include <gnutls/crypto.h>
#include <libssh/libssh.h>
#include <mbedtls/aes.h>
#include <mbedtls/arc4.h>
#include <mbedtls/cipher.h>
#include <mbedtls/des.h>
#include <mbedtls/gcm.h>
#include <mbedtls/pkcs5.h>
#include <mbedtls/rsa.h>
#include <psa/crypto.h>
#include <sodium.h>
#include <stdlib.h>
#include <wolfssl/ssl.h>
#include <wolfssl/wolfcrypt/aes.h>
#include <wolfssl/wolfcrypt/des3.h>
#include <wolfssl/wolfcrypt/hmac.h>
#include <wolfssl/wolfcrypt/md5.h>
#include <wolfssl/wolfcrypt/pwdbased.h>
#include <wolfssl/wolfcrypt/rsa.h>
static const unsigned char fixed[32] = {1, 2, 3, 4};
void mbed_des_bad(mbedtls_des_context *c, const unsigned char *k) { mbedtls_des_setkey_enc(c, k); }        // EXPECT: weak-cipher
void mbed_key_bad(mbedtls_aes_context *c) { mbedtls_aes_setkey_enc(c, fixed, 256); }                       // EXPECT: hard-coded-key
void mbed_key_ok(mbedtls_aes_context *c, const unsigned char *k) { mbedtls_aes_setkey_enc(c, k, 256); }
void mbed_gcm_bad(mbedtls_gcm_context *c) { mbedtls_gcm_setkey(c, MBEDTLS_CIPHER_ID_AES, fixed, 256); }    // EXPECT: hard-coded-key
void mbed_ecb_bad(void) { mbedtls_cipher_info_from_type(MBEDTLS_CIPHER_AES_256_ECB); }                     // EXPECT: ecb-mode
void mbed_rsa_bad(mbedtls_rsa_context *r, int (*f)(void *, unsigned char *, size_t)) { mbedtls_rsa_gen_key(r, f, 0, 1024, 65537); }  // EXPECT: weak-key-size
void mbed_pbkdf2_bad(const unsigned char *p, const unsigned char *s, unsigned char *o) { mbedtls_pkcs5_pbkdf2_hmac_ext(MBEDTLS_MD_SHA256, p, 8, s, 16, 10, 32, o); }  // EXPECT: weak-password-hash
void psa_des_bad(psa_key_attributes_t *a) { psa_set_key_type(a, PSA_KEY_TYPE_DES); }                       // EXPECT: weak-cipher
void psa_ecb_bad(psa_key_attributes_t *a) { psa_set_key_algorithm(a, PSA_ALG_ECB_NO_PADDING); }            // EXPECT: ecb-mode
void psa_ok(psa_key_attributes_t *a) { psa_set_key_algorithm(a, PSA_ALG_GCM); }
void wolf_des_bad(Des *d, const byte *k, const byte *v) { wc_Des_SetKey(d, k, v, 0); }                     // EXPECT: weak-cipher
void wolf_md5_bad(const byte *d, byte *o) { wc_Md5Hash(d, 9, o); }                                         // EXPECT: weak-hash
void wolf_key_bad(Aes *a, const byte *v) { wc_AesSetKey(a, fixed, 32, v, AES_ENCRYPTION); }                // EXPECT: hard-coded-key
void wolf_iv_bad(Aes *a, const byte *k) { wc_AesSetKey(a, k, 32, fixed, AES_ENCRYPTION); }                 // EXPECT: static-iv
void wolf_rsa_bad(RsaKey *r, WC_RNG *g) { wc_MakeRsaKey(r, 1024, 65537, g); }                              // EXPECT: weak-key-size
void wolf_padding_bad(byte *a, byte *b, RsaKey *r, WC_RNG *g) { wc_RsaPublicEncrypt(a, 9, b, 256, r, g); }  // EXPECT: rsa-without-oaep
void wolf_pbkdf2_bad(byte *o, const byte *p, const byte *s) { wc_PBKDF2(o, p, 8, s, 16, 100, 32, 6); }      // EXPECT: weak-password-hash
void wolf_verify_bad(WOLFSSL_CTX *c) { wolfSSL_CTX_set_verify(c, WOLFSSL_VERIFY_NONE, 0); }                // EXPECT: certificate-not-verified
void wolf_version_bad(void) { wolfSSL_CTX_new(wolfSSLv3_client_method()); }                                // EXPECT: weak-tls-version
void gnutls_cipher_bad(gnutls_cipher_hd_t *h, const gnutls_datum_t *k, const gnutls_datum_t *v) { gnutls_cipher_init(h, GNUTLS_CIPHER_3DES_CBC, k, v); }  // EXPECT: weak-cipher
void gnutls_cipher_ok(gnutls_cipher_hd_t *h, const gnutls_datum_t *k, const gnutls_datum_t *v) { gnutls_cipher_init(h, GNUTLS_CIPHER_AES_256_GCM, k, v); }
void gnutls_key_bad(gnutls_hmac_hd_t *h) { gnutls_hmac_init(h, GNUTLS_MAC_SHA256, "0123456789", 10); }     // EXPECT: hard-coded-key
void gnutls_priority_bad(gnutls_session_t s) { gnutls_priority_set_direct(s, "NORMAL:+VERS-TLS1.0", 0); }  // EXPECT: weak-tls-version
void gnutls_priority_ok(gnutls_session_t s) { gnutls_priority_set_direct(s, "NORMAL:-VERS-TLS1.0", 0); }
int gnutls_unchecked_bad(void) {
  gnutls_session_t s;
  gnutls_init(&s, GNUTLS_CLIENT);
  return gnutls_record_send(s, "x", 1);  // EXPECT: certificate-not-verified
}
int gnutls_checked_ok(const char *host) {
  gnutls_session_t s;
  gnutls_init(&s, GNUTLS_CLIENT);
  gnutls_session_set_verify_cert(s, host, 0);
  return gnutls_record_send(s, "x", 1);
}
void sodium_key_bad(unsigned char *o, const unsigned char *m, const unsigned char *n) { crypto_secretbox_easy(o, m, 9, n, fixed); }  // EXPECT: hard-coded-key
void sodium_open_bad(unsigned char *o, const unsigned char *c, const unsigned char *n, const unsigned char *k) { crypto_secretbox_open_easy(o, c, 32, n, k); }  // EXPECT: missing-crypto-step
int sodium_open_ok(unsigned char *o, const unsigned char *c, const unsigned char *n, const unsigned char *k) { return crypto_secretbox_open_easy(o, c, 32, n, k); }
int sodium_fast_bad(unsigned char *o, const char *p, const unsigned char *s) { return crypto_pwhash(o, 32, p, 8, s, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN, crypto_pwhash_ALG_DEFAULT); }  // EXPECT: weak-password-hash
int sodium_slow_ok(unsigned char *o, const char *p, const unsigned char *s) { return crypto_pwhash(o, 32, p, 8, s, crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE, crypto_pwhash_ALG_DEFAULT); }
void gcrypt_cipher_bad(gcry_cipher_hd_t *h) { gcry_cipher_open(h, GCRY_CIPHER_BLOWFISH, GCRY_CIPHER_MODE_CBC, 0); }  // EXPECT: weak-cipher
void gcrypt_digest_bad(unsigned char *o, const unsigned char *d) { gcry_md_hash_buffer(GCRY_MD_MD5, o, d, 9); }      // EXPECT: weak-hash
void gcrypt_key_bad(gcry_cipher_hd_t h) { gcry_cipher_setkey(h, "0123456789abcdef", 16); }                 // EXPECT: hard-coded-key
void gcrypt_tag_bad(gcry_cipher_hd_t h, const unsigned char *t) { gcry_cipher_checktag(h, t, 16); }        // EXPECT: missing-crypto-step
void ssh_unknown_bad(const char *password) {
  ssh_session s = ssh_new();
  ssh_connect(s);
  ssh_userauth_password(s, 0, password);  // EXPECT: host-not-verified
}
void ssh_known_ok(const char *password) {
  ssh_session s = ssh_new();
  ssh_connect(s);
  if (ssh_session_is_known_server(s) != SSH_KNOWN_HOSTS_OK) return;
  ssh_userauth_password(s, 0, password);
}
