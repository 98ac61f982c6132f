// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
OSSL_PARAM OSSL_PARAM_construct_utf8_string(const char *, char *, size_t); OSSL_PARAM OSSL_PARAM_construct_octet_string(const char *, void *, size_t); OSSL_PARAM OSSL_PARAM_construct_uint(const char *, unsigned *); OSSL_PARAM OSSL_PARAM_construct_int(const char *, int *); OSSL_PARAM OSSL_PARAM_construct_end(void);
__END_DECLS
