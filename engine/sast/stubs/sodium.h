// Stub header: libsodium. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
#define crypto_secretbox_KEYBYTES 32U
#define crypto_secretbox_NONCEBYTES 24U
#define crypto_secretbox_MACBYTES 16U
#define crypto_box_PUBLICKEYBYTES 32U
#define crypto_box_SECRETKEYBYTES 32U
#define crypto_box_NONCEBYTES 24U
#define crypto_box_MACBYTES 16U
#define crypto_aead_xchacha20poly1305_ietf_KEYBYTES 32U
#define crypto_aead_xchacha20poly1305_ietf_NPUBBYTES 24U
#define crypto_aead_xchacha20poly1305_ietf_ABYTES 16U
#define crypto_aead_chacha20poly1305_KEYBYTES 32U
#define crypto_aead_chacha20poly1305_NPUBBYTES 8U
#define crypto_aead_aes256gcm_KEYBYTES 32U
#define crypto_aead_aes256gcm_NPUBBYTES 12U
#define crypto_sign_BYTES 64U
#define crypto_sign_PUBLICKEYBYTES 32U
#define crypto_sign_SECRETKEYBYTES 64U
#define crypto_auth_BYTES 32U
#define crypto_auth_KEYBYTES 32U
#define crypto_generichash_BYTES 32U
#define crypto_hash_BYTES 64U
#define crypto_pwhash_SALTBYTES 16U
#define crypto_pwhash_STRBYTES 128U
#define crypto_pwhash_OPSLIMIT_MIN 1U
#define crypto_pwhash_OPSLIMIT_INTERACTIVE 2U
#define crypto_pwhash_OPSLIMIT_MODERATE 3U
#define crypto_pwhash_OPSLIMIT_SENSITIVE 4U
#define crypto_pwhash_MEMLIMIT_MIN 8192U
#define crypto_pwhash_MEMLIMIT_INTERACTIVE 67108864U
#define crypto_pwhash_MEMLIMIT_MODERATE 268435456U
#define crypto_pwhash_ALG_DEFAULT 2
#define crypto_stream_KEYBYTES 32U
#define crypto_stream_NONCEBYTES 24U
int sodium_init(void); void sodium_memzero(void *, size_t); int sodium_memcmp(const void *, const void *, size_t); void *sodium_malloc(size_t); void sodium_free(void *); int sodium_mlock(void *, size_t); void randombytes_buf(void *, size_t); void randombytes(unsigned char *, unsigned long long); uint32_t randombytes_random(void); uint32_t randombytes_uniform(uint32_t); void randombytes_buf_deterministic(void *, size_t, const unsigned char *); int crypto_secretbox_easy(unsigned char *, const unsigned char *, unsigned long long, const unsigned char *, const unsigned char *); int crypto_secretbox_open_easy(unsigned char *, const unsigned char *, unsigned long long, const unsigned char *, const unsigned char *); void crypto_secretbox_keygen(unsigned char *); int crypto_box_keypair(unsigned char *, unsigned char *); int crypto_box_easy(unsigned char *, const unsigned char *, unsigned long long, const unsigned char *, const unsigned char *, const unsigned char *); int crypto_box_open_easy(unsigned char *, const unsigned char *, unsigned long long, const unsigned char *, const unsigned char *, const unsigned char *);
#define _AEAD(n) int crypto_aead_##n##_encrypt(unsigned char *, unsigned long long *, const unsigned char *, unsigned long long, const unsigned char *, unsigned long long, const unsigned char *, const unsigned char *, const unsigned char *); int crypto_aead_##n##_decrypt(unsigned char *, unsigned long long *, unsigned char *, const unsigned char *, unsigned long long, const unsigned char *, unsigned long long, const unsigned char *, const unsigned char *); void crypto_aead_##n##_keygen(unsigned char *);
_AEAD(xchacha20poly1305_ietf) _AEAD(chacha20poly1305) _AEAD(chacha20poly1305_ietf) _AEAD(aes256gcm)
int crypto_stream_xor(unsigned char *, const unsigned char *, unsigned long long, const unsigned char *, const unsigned char *); int crypto_sign_keypair(unsigned char *, unsigned char *); int crypto_sign_detached(unsigned char *, unsigned long long *, const unsigned char *, unsigned long long, const unsigned char *); int crypto_sign_verify_detached(const unsigned char *, const unsigned char *, unsigned long long, const unsigned char *); int crypto_sign_open(unsigned char *, unsigned long long *, const unsigned char *, unsigned long long, const unsigned char *); int crypto_auth(unsigned char *, const unsigned char *, unsigned long long, const unsigned char *); int crypto_auth_verify(const unsigned char *, const unsigned char *, unsigned long long, const unsigned char *); int crypto_generichash(unsigned char *, size_t, const unsigned char *, unsigned long long, const unsigned char *, size_t); int crypto_hash(unsigned char *, const unsigned char *, unsigned long long); int crypto_hash_sha256(unsigned char *, const unsigned char *, unsigned long long); int crypto_hash_sha512(unsigned char *, const unsigned char *, unsigned long long); int crypto_pwhash(unsigned char *, unsigned long long, const char *, unsigned long long, const unsigned char *, unsigned long long, size_t, int); int crypto_pwhash_str(char *, const char *, unsigned long long, unsigned long long, size_t); int crypto_pwhash_str_verify(const char *, const char *, unsigned long long);
__END_DECLS
