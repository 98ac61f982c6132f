// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <mbedtls/md.h>
__BEGIN_DECLS
typedef struct mbedtls_x509_crt { int version; } mbedtls_x509_crt; void mbedtls_x509_crt_init(mbedtls_x509_crt *); int mbedtls_x509_crt_parse(mbedtls_x509_crt *, const unsigned char *, size_t); int mbedtls_x509_crt_parse_file(mbedtls_x509_crt *, const char *); void mbedtls_x509_crt_free(mbedtls_x509_crt *);
__END_DECLS
