// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/x509.h>
__BEGIN_DECLS
#define PKCS7_NOSIGS 4
#define PKCS7_NOVERIFY 0x20
int PKCS7_verify(PKCS7 *, STACK_OF(X509) *, X509_STORE *, BIO *, BIO *, int); void PKCS7_free(PKCS7 *);
__END_DECLS
