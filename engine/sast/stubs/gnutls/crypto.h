// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <gnutls/gnutls.h>
__BEGIN_DECLS
typedef struct api_cipher_hd_st *gnutls_cipher_hd_t; typedef struct hash_hd_st *gnutls_hash_hd_t; typedef struct hmac_hd_st *gnutls_hmac_hd_t; int gnutls_cipher_init(gnutls_cipher_hd_t *, gnutls_cipher_algorithm_t, const gnutls_datum_t *, const gnutls_datum_t *); int gnutls_cipher_encrypt(gnutls_cipher_hd_t, void *, size_t); int gnutls_cipher_encrypt2(gnutls_cipher_hd_t, const void *, size_t, void *, size_t); int gnutls_cipher_decrypt(gnutls_cipher_hd_t, void *, size_t); void gnutls_cipher_deinit(gnutls_cipher_hd_t); int gnutls_hash_init(gnutls_hash_hd_t *, gnutls_digest_algorithm_t); int gnutls_hash(gnutls_hash_hd_t, const void *, size_t); int gnutls_hash_fast(gnutls_digest_algorithm_t, const void *, size_t, void *); void gnutls_hash_deinit(gnutls_hash_hd_t, void *); int gnutls_hmac_init(gnutls_hmac_hd_t *, gnutls_mac_algorithm_t, const void *, size_t); int gnutls_hmac(gnutls_hmac_hd_t, const void *, size_t); int gnutls_hmac_fast(gnutls_mac_algorithm_t, const void *, size_t, const void *, size_t, void *); int gnutls_pbkdf2(gnutls_mac_algorithm_t, const gnutls_datum_t *, const gnutls_datum_t *, unsigned, void *, size_t);
__END_DECLS
