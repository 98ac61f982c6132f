// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/x509.h>
__BEGIN_DECLS
PKCS12 *d2i_PKCS12_bio(BIO *, PKCS12 **); PKCS12 *d2i_PKCS12_fp(FILE *, PKCS12 **); int PKCS12_parse(PKCS12 *, const char *, EVP_PKEY **, X509 **, STACK_OF(X509) **); void PKCS12_free(PKCS12 *); PKCS12 *PKCS12_create(const char *, const char *, EVP_PKEY *, X509 *, STACK_OF(X509) *, int, int, int, int, int); int PKCS12_verify_mac(PKCS12 *, const char *, int);
__END_DECLS
