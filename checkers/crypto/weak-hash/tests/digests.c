#include <glib.h>
#include <gnutls/crypto.h>
#include <mbedtls/md.h>
#include <mbedtls/md5.h>
#include <openssl/evp.h>
#include <openssl/md5.h>
#include <openssl/sha.h>
#include <windows.h>
#include <wincrypt.h>
#include <bcrypt.h>
void md5_bad(unsigned char *d, unsigned char *o) { MD5(d, 9, o); }                       // EXPECT: weak-hash
void sha1_bad(unsigned char *d, unsigned char *o) { SHA1(d, 9, o); }                     // EXPECT: weak-hash
void sha256_ok(unsigned char *d, unsigned char *o) { SHA256(d, 9, o); }
void context_bad(MD5_CTX *c) { MD5_Init(c); }                                            // EXPECT: weak-hash
void evp_bad(EVP_MD_CTX *c) { EVP_DigestInit_ex(c, EVP_md5(), NULL); }                   // EXPECT: weak-hash
void evp_ok(EVP_MD_CTX *c) { EVP_DigestInit_ex(c, EVP_sha256(), NULL); }
void name_bad(void) { EVP_get_digestbyname("SHA1"); }                                    // EXPECT: weak-hash
void name_ok(void) { EVP_get_digestbyname("SHA256"); }
void fetch_bad(void) { EVP_MD_fetch(NULL, "MD5", NULL); }                                // EXPECT: weak-hash
void capi_bad(HCRYPTPROV p, HCRYPTHASH *h) { CryptCreateHash(p, CALG_MD5, 0, 0, h); }    // EXPECT: weak-hash
void capi_sha1_bad(HCRYPTPROV p, HCRYPTHASH *h) { CryptCreateHash(p, CALG_SHA1, 0, 0, h); }  // EXPECT: weak-hash
void capi_ok(HCRYPTPROV p, HCRYPTHASH *h) { CryptCreateHash(p, CALG_SHA_256, 0, 0, h); }
void cng_bad(BCRYPT_ALG_HANDLE *a) { BCryptOpenAlgorithmProvider(a, BCRYPT_MD5_ALGORITHM, NULL, 0); }  // EXPECT: weak-hash
void mbed_bad(unsigned char *d, unsigned char *o) { mbedtls_md5(d, 9, o); }              // EXPECT: weak-hash
void mbed_type_bad(void) { mbedtls_md_info_from_type(MBEDTLS_MD_SHA1); }                 // EXPECT: weak-hash
void mbed_type_ok(void) { mbedtls_md_info_from_type(MBEDTLS_MD_SHA256); }
void gnutls_bad(gnutls_hash_hd_t *h) { gnutls_hash_init(h, GNUTLS_DIG_MD5); }            // EXPECT: weak-hash
void gnutls_ok(gnutls_hash_hd_t *h) { gnutls_hash_init(h, GNUTLS_DIG_SHA256); }
void glib_bad(const char *s) { g_compute_checksum_for_string(G_CHECKSUM_MD5, s, -1); }   // EXPECT: weak-hash
void glib_ok(const char *s) { g_compute_checksum_for_string(G_CHECKSUM_SHA256, s, -1); }
