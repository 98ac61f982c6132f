// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/x509.h>
__BEGIN_DECLS
#define CMS_NO_SIGNER_CERT_VERIFY 0x20
#define CMS_NO_CONTENT_VERIFY 4
#define CMS_NO_ATTR_VERIFY 8
int CMS_verify(CMS_ContentInfo *, STACK_OF(X509) *, X509_STORE *, BIO *, BIO *, unsigned); void CMS_ContentInfo_free(CMS_ContentInfo *); CMS_ContentInfo *CMS_encrypt(STACK_OF(X509) *, BIO *, const EVP_CIPHER *, unsigned);
__END_DECLS
