#include <openssl/evp.h>
#include <openssl/aes.h>
#include <openssl/des.h>
#include <openssl/rc4.h>
#include <openssl/md5.h>
#include <openssl/sha.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <openssl/err.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/core_names.h>
#include <openssl/provider.h>
#include <openssl/ec.h>
#include <openssl/dh.h>
#include <openssl/dsa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
int a(EVP_CIPHER_CTX *c, const unsigned char *k, const unsigned char *iv) { const EVP_CIPHER *t = EVP_get_cipherbyname("rc4"); return EVP_EncryptInit_ex(c, t, 0, k, iv); }  // EXPECT: weak-cipher
int b(EVP_CIPHER_CTX *c, const unsigned char *k, const unsigned char *iv) { EVP_CIPHER *t = EVP_CIPHER_fetch(NULL, "AES-128-ECB", NULL); return EVP_EncryptInit_ex2(c, t, k, iv, NULL); }  // EXPECT: ecb-mode
int b2(EVP_CIPHER_CTX *c, const unsigned char *k, const unsigned char *iv) { EVP_CIPHER *t = EVP_CIPHER_fetch(NULL, "AES-128-GCM", NULL); return EVP_EncryptInit_ex2(c, t, k, iv, NULL); }
int c_(EVP_MD_CTX *c) { EVP_MD *m = EVP_MD_fetch(NULL, "MD5", NULL); return EVP_DigestInit_ex(c, m, NULL); }  // EXPECT: weak-hash
int d(const void *p, size_t n, unsigned char *o) { size_t l; return EVP_Q_digest(NULL, "SHA1", NULL, p, n, o, &l); }  // EXPECT: weak-hash
int d2(const void *p, size_t n, unsigned char *o) { size_t l; return EVP_Q_digest(NULL, "SHA256", NULL, p, n, o, &l); }
EVP_PKEY *e(void) { return EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)1024); }  // EXPECT: weak-key-size
EVP_PKEY *e2(void) { return EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)3072); }
EVP_PKEY *f(void) { return EVP_RSA_gen(1024); }  // EXPECT: weak-key-size
EVP_PKEY *f2(void) { return EVP_EC_gen("secp192r1"); }  // EXPECT: weak-key-size
EVP_PKEY *f3(void) { return EVP_EC_gen("P-256"); }
int g(EVP_PKEY_CTX *c) { return EVP_PKEY_CTX_set_rsa_keygen_bits(c, 512); }  // EXPECT: weak-key-size
int g2(void) { DH *dh = DH_new(); return DH_generate_parameters_ex(dh, 1024, DH_GENERATOR_2, NULL); }  // EXPECT: weak-key-size
int h(RSA *r, const unsigned char *in, unsigned char *out) { return RSA_public_encrypt(16, in, out, r, RSA_PKCS1_PADDING); }  // EXPECT: rsa-without-oaep
int h2(RSA *r, const unsigned char *in, unsigned char *out) { return RSA_public_encrypt(16, in, out, r, RSA_PKCS1_OAEP_PADDING); }
int h3(EVP_PKEY *k) { EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(k, NULL); EVP_PKEY_encrypt_init(c); return EVP_PKEY_CTX_set_rsa_padding(c, RSA_PKCS1_PADDING); }  // EXPECT: rsa-without-oaep
int h4(EVP_PKEY_CTX *c) { EVP_PKEY_encrypt_init(c); return EVP_PKEY_CTX_set_rsa_padding(c, RSA_PKCS1_OAEP_PADDING); }
int h5(EVP_PKEY *k) { EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(k, NULL); EVP_PKEY_sign_init(c); return EVP_PKEY_CTX_set_rsa_padding(c, RSA_PKCS1_PADDING); }
unsigned char *i(const unsigned char *m, size_t n, unsigned char *out) { unsigned l; return HMAC(EVP_sha256(), "hmac-secret-key", 15, m, n, out, &l); }  // EXPECT: hard-coded-key
unsigned char *i2(const unsigned char *m, size_t n, unsigned char *out) { unsigned l; const char *k = getenv("HMAC_KEY"); return HMAC(EVP_sha256(), k, (int)strlen(k), m, n, out, &l); }
int j(const unsigned char *mac, const unsigned char *m, size_t n, const unsigned char *k) { unsigned char out[32]; unsigned l; HMAC(EVP_sha256(), k, 32, m, n, out, &l); return memcmp(mac, out, 32) == 0; }  // EXPECT: timing-compare
int j2(const unsigned char *mac, const unsigned char *m, size_t n, const unsigned char *k) { unsigned char out[32]; unsigned l; HMAC(EVP_sha256(), k, 32, m, n, out, &l); return CRYPTO_memcmp(mac, out, 32) == 0; }
int k(const char *p, unsigned char *key) { return PKCS5_PBKDF2_HMAC_SHA1(p, -1, (const unsigned char *)"NaCl-NaCl", 9, 1000, 32, key); }  // EXPECT: predictable-salt, weak-password-hash
int k2(const char *p, unsigned char *key) { unsigned char s[16]; if (RAND_bytes(s, 16) != 1) return 0; return PKCS5_PBKDF2_HMAC(p, -1, s, 16, 310000, EVP_sha512(), 32, key); }
int l(unsigned char *iv) { for (int n = 0; n < 16; n++) iv[n] = (unsigned char)(rand() % 256); return 1; }
int l2(EVP_CIPHER_CTX *c, const unsigned char *key) { unsigned char v[16]; l(v); return EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, v); }  // EXPECT: weak-random
void m(unsigned char *key) { RAND_bytes(key, 32); }  // EXPECT: weak-random
void m2(unsigned char *key) { if (RAND_bytes(key, 32) != 1) abort(); }
SSL_CTX *n(void) { SSL_CTX *c = SSL_CTX_new(TLS_client_method()); SSL_CTX_set_verify(c, SSL_VERIFY_NONE, NULL); return c; }  // EXPECT: certificate-not-verified
SSL_CTX *n2(void) { SSL_CTX *c = SSL_CTX_new(TLS_client_method()); SSL_CTX_set_verify(c, SSL_VERIFY_PEER, NULL); SSL_CTX_set_default_verify_paths(c); return c; }
static int accept_all(int ok, X509_STORE_CTX *x) { (void)ok; (void)x; return 1; }
SSL_CTX *n3(void) { SSL_CTX *c = SSL_CTX_new(TLS_client_method()); SSL_CTX_set_verify(c, SSL_VERIFY_PEER, accept_all); return c; }  // EXPECT: certificate-not-verified
static int accept_ok(int ok, X509_STORE_CTX *x) { if (!ok) fprintf(stderr, "bad\n"); return ok; }
SSL_CTX *n4(void) { SSL_CTX *c = SSL_CTX_new(TLS_client_method()); SSL_CTX_set_verify(c, SSL_VERIFY_PEER, accept_ok); return c; }
int o(const char *host, int fd) { SSL_CTX *c = SSL_CTX_new(TLS_client_method()); SSL *s = SSL_new(c); SSL_set_fd(s, fd); int r = SSL_connect(s); return r; }  // EXPECT: certificate-not-verified
int o2(const char *host, int fd) { SSL_CTX *c = SSL_CTX_new(TLS_client_method()); SSL_CTX_set_verify(c, SSL_VERIFY_PEER, NULL); SSL *s = SSL_new(c); SSL_set_fd(s, fd); return SSL_connect(s); }  // EXPECT: host-not-verified
int o3(const char *host, int fd) { SSL_CTX *c = SSL_CTX_new(TLS_client_method()); SSL_CTX_set_verify(c, SSL_VERIFY_PEER, NULL); SSL *s = SSL_new(c); SSL_set_fd(s, fd); SSL_set1_host(s, host); return SSL_connect(s); }
SSL_CTX *p(void) { return SSL_CTX_new(SSLv3_client_method()); }  // EXPECT: weak-tls-version
void p2(SSL_CTX *c) { SSL_CTX_set_min_proto_version(c, TLS1_VERSION); }  // EXPECT: weak-tls-version
void p3(SSL_CTX *c) { SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION); }
void p4(SSL_CTX *c) { SSL_CTX_set_cipher_list(c, "ALL:!aNULL:+RC4"); }  // EXPECT: weak-cipher
void p5(SSL_CTX *c) { SSL_CTX_set_cipher_list(c, "HIGH:!aNULL:!MD5:!RC4"); }
int q(EVP_CIPHER_CTX *unused, const unsigned char *key, const unsigned char *iv, const unsigned char *in, int n_, unsigned char *out, unsigned char *tag) { EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new(); int l_; EVP_DecryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, iv); EVP_DecryptUpdate(c, out, &l_, in, n_); int r = EVP_DecryptFinal_ex(c, out + l_, &l_) > 0; EVP_CIPHER_CTX_free(c); return r; }  // EXPECT: missing-crypto-step
int q2(const unsigned char *key, const unsigned char *iv, const unsigned char *in, int n_, unsigned char *out, unsigned char *tag) { EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new(); int l_; EVP_DecryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, iv); EVP_DecryptUpdate(c, out, &l_, in, n_); EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, 16, tag); int r = EVP_DecryptFinal_ex(c, out + l_, &l_) > 0; EVP_CIPHER_CTX_free(c); return r; }
int r(EVP_MD_CTX *c, const unsigned char *s, size_t n_) { EVP_DigestVerifyFinal(c, s, n_); return 1; }  // EXPECT: signature-not-verified
int r2(EVP_MD_CTX *c, const unsigned char *s, size_t n_) { return EVP_DigestVerifyFinal(c, s, n_) == 1; }
EVP_PKEY *s(FILE *fp) { return PEM_read_PrivateKey(fp, NULL, NULL, (void *)"keypass-123"); }  // EXPECT: hard-coded-credential
EVP_PKEY *s2(FILE *fp) { return PEM_read_PrivateKey(fp, NULL, NULL, getenv("KEYPASS")); }
void t(AES_KEY *k) { static const unsigned char key[16] = "0123456789abcde"; AES_set_encrypt_key(key, 128, k); }  // EXPECT: hard-coded-key
void t2(DES_key_schedule *ks) { DES_cblock key = {1, 2, 3, 4, 5, 6, 7, 8}; DES_set_key(&key, ks); }  // EXPECT: weak-cipher, hard-coded-key
void u(const unsigned char *in, unsigned char *out, AES_KEY *k) { unsigned char iv[AES_BLOCK_SIZE] = {0}; AES_cbc_encrypt(in, out, 64, k, iv, AES_ENCRYPT); }  // EXPECT: static-iv
void u2(const unsigned char *in, unsigned char *out, AES_KEY *k) { unsigned char iv[AES_BLOCK_SIZE]; if (RAND_bytes(iv, sizeof iv) != 1) return; AES_cbc_encrypt(in, out, 64, k, iv, AES_ENCRYPT); }
void v(void) { OSSL_PROVIDER_load(NULL, "legacy"); }  // EXPECT: weak-cipher
void w(EVP_MAC_CTX *c) { EVP_MAC_init(c, (const unsigned char *)"mac-key-mac-key!", 16, NULL); }  // EXPECT: hard-coded-key
int x(const unsigned char *in, size_t n_, unsigned char *out) { MD5_CTX c; MD5_Init(&c); MD5_Update(&c, in, n_); return MD5_Final(out, &c); }  // EXPECT: weak-hash
int y(const unsigned char *in, size_t n_, unsigned char *out) { SHA256_CTX c; SHA256_Init(&c); SHA256_Update(&c, in, n_); return SHA256_Final(out, &c); }
