// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <mbedtls/md.h>
__BEGIN_DECLS
typedef struct mbedtls_pk_context { void *p; } mbedtls_pk_context; void mbedtls_pk_init(mbedtls_pk_context *); int mbedtls_pk_verify(mbedtls_pk_context *, mbedtls_md_type_t, const unsigned char *, size_t, const unsigned char *, size_t); int mbedtls_pk_parse_public_key(mbedtls_pk_context *, const unsigned char *, size_t);
__END_DECLS
