// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
#include <stdlib.h>
__BEGIN_DECLS
void OPENSSL_cleanse(void *, size_t); void *OPENSSL_malloc(size_t); void *OPENSSL_zalloc(size_t); void *OPENSSL_realloc(void *, size_t); void OPENSSL_free(void *); void OPENSSL_clear_free(void *, size_t); void *OPENSSL_secure_malloc(size_t); void OPENSSL_secure_free(void *); void OPENSSL_secure_clear_free(void *, size_t); void *CRYPTO_malloc(size_t, const char *, int); void CRYPTO_free(void *); int CRYPTO_memcmp(const void *, const void *, size_t); char *OPENSSL_strdup(const char *); int OPENSSL_init_crypto(uint64_t, const void *); void CRYPTO_cleanup_all_ex_data(void); unsigned char *OPENSSL_hexstr2buf(const char *, long *); char *OPENSSL_buf2hexstr(const unsigned char *, long); int FIPS_mode_set(int);
#define OPENSSL_INIT_LOAD_CONFIG 0x40L
__END_DECLS
