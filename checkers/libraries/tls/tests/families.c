#include <mbedtls/aes.h>
#include <mbedtls/gcm.h>
#include <mbedtls/md.h>
#include <mbedtls/md5.h>
#include <mbedtls/des.h>
#include <mbedtls/rsa.h>
#include <mbedtls/ssl.h>
#include <mbedtls/pkcs5.h>
#include <mbedtls/ctr_drbg.h>
#include <wolfssl/wolfcrypt/aes.h>
#include <wolfssl/wolfcrypt/des3.h>
#include <wolfssl/ssl.h>
#include <gnutls/gnutls.h>
#include <gnutls/crypto.h>
#include <gcrypt.h>
#include <sodium.h>
#include <string.h>
#include <stdlib.h>
void a(mbedtls_aes_context *c) { const unsigned char key[32] = "this-is-a-fixed-key-of-32-bytes"; mbedtls_aes_setkey_enc(c, key, 256); }  // EXPECT: hard-coded-key
void a2(mbedtls_aes_context *c, mbedtls_ctr_drbg_context *r) { unsigned char key[32]; if (mbedtls_ctr_drbg_random(r, key, 32)) return; mbedtls_aes_setkey_enc(c, key, 256); mbedtls_platform_zeroize(key, 32); }
void b(mbedtls_gcm_context *c, unsigned char *in, unsigned char *out, unsigned char *tag) { unsigned char iv[12]; memset(iv, 0, 12); mbedtls_gcm_crypt_and_tag(c, MBEDTLS_GCM_ENCRYPT, 64, iv, 12, NULL, 0, in, out, 16, tag); }  // EXPECT: static-iv
void c(mbedtls_des_context *x, const unsigned char *k) { mbedtls_des_setkey_enc(x, k); }  // EXPECT: weak-cipher
void d(mbedtls_rsa_context *r, mbedtls_ctr_drbg_context *g) { mbedtls_rsa_gen_key(r, mbedtls_ctr_drbg_random, g, 1024, 65537); }  // EXPECT: weak-key-size
void e(mbedtls_ssl_config *s) { mbedtls_ssl_conf_authmode(s, MBEDTLS_SSL_VERIFY_NONE); }  // EXPECT: certificate-not-verified
void e2(mbedtls_ssl_config *s) { mbedtls_ssl_conf_authmode(s, MBEDTLS_SSL_VERIFY_REQUIRED); }
void f(const unsigned char *in, size_t n, unsigned char *out) { mbedtls_md5(in, n, out); }  // EXPECT: weak-hash
int g(const unsigned char *pw, size_t n, unsigned char *key) { return mbedtls_pkcs5_pbkdf2_hmac_ext(MBEDTLS_MD_SHA256, pw, n, (const unsigned char *)"saltsalt", 8, 500, 32, key); }  // EXPECT: predictable-salt, weak-password-hash
void h(Aes *a_, const unsigned char *iv) { wc_AesSetKey(a_, (const unsigned char *)"sixteen byte key", 16, iv, AES_ENCRYPTION); }  // EXPECT: hard-coded-key
void i(Des3 *d_, const unsigned char *k, const unsigned char *iv) { wc_Des3_SetKey(d_, k, iv, 0); }  // EXPECT: weak-cipher
void j(WOLFSSL_CTX *c_) { wolfSSL_CTX_set_verify(c_, WOLFSSL_VERIFY_NONE, NULL); }  // EXPECT: certificate-not-verified
void k(gnutls_hash_hd_t *h_) { gnutls_hash_init(h_, GNUTLS_DIG_MD5); }  // EXPECT: weak-hash
void l(gnutls_session_t s) { gnutls_priority_set_direct(s, "NORMAL:+VERS-SSL3.0", NULL); }  // EXPECT: weak-tls-version
void l2(gnutls_session_t s) { gnutls_priority_set_direct(s, "SECURE256:-VERS-TLS1.0", NULL); }
void m(gcry_cipher_hd_t *h_) { gcry_cipher_open(h_, GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_ECB, 0); }  // EXPECT: ecb-mode
void m2(gcry_cipher_hd_t *h_) { gcry_cipher_open(h_, GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_GCM, 0); }
void n(gcry_cipher_hd_t h_) { gcry_cipher_setkey(h_, "0123456789abcdef", 16); }  // EXPECT: hard-coded-key
void o(gcry_md_hd_t *h_) { gcry_md_open(h_, GCRY_MD_SHA1, 0); }  // EXPECT: weak-hash
void p(unsigned char *out, const unsigned char *m_, const unsigned char *key) { unsigned char nonce[crypto_secretbox_NONCEBYTES] = {0}; crypto_secretbox_easy(out, m_, 100, nonce, key); }  // EXPECT: static-iv
void p2(unsigned char *out, const unsigned char *m_, const unsigned char *key) { unsigned char nonce[crypto_secretbox_NONCEBYTES]; randombytes_buf(nonce, sizeof nonce); crypto_secretbox_easy(out, m_, 100, nonce, key); }
void q(unsigned char *out, const unsigned char *c_, const unsigned char *nn, const unsigned char *key) { crypto_secretbox_open_easy(out, c_, 116, nn, key); }  // EXPECT: missing-crypto-step
int q2(unsigned char *out, const unsigned char *c_, const unsigned char *nn, const unsigned char *key) { return crypto_secretbox_open_easy(out, c_, 116, nn, key) == 0; }
int r(const unsigned char *tag, const unsigned char *m_, size_t n_, const unsigned char *key) { unsigned char mac[32]; mbedtls_md_hmac(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), key, 32, m_, n_, mac); return !memcmp(tag, mac, 32); }  // EXPECT: timing-compare
void s(unsigned char *token) { for (int x = 0; x < 16; x++) token[x] = (unsigned char)rand(); }  // EXPECT: weak-random
