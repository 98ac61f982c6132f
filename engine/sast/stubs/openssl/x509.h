// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/evp.h>
#include <openssl/asn1.h>
__BEGIN_DECLS
#define X509_V_OK 0
#define X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT 18
#define X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN 19
#define X509_V_ERR_CERT_HAS_EXPIRED 10
#define X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY 20
#define X509_V_ERR_APPLICATION_VERIFICATION 50
void X509_free(X509 *); X509_NAME *X509_get_subject_name(const X509 *); X509_NAME *X509_get_issuer_name(const X509 *); char *X509_NAME_oneline(const X509_NAME *, char *, int); int X509_NAME_get_text_by_NID(X509_NAME *, int, char *, int); EVP_PKEY *X509_get_pubkey(X509 *); int X509_verify(X509 *, EVP_PKEY *); int X509_verify_cert(X509_STORE_CTX *); int X509_sign(X509 *, EVP_PKEY *, const EVP_MD *); int X509_digest(const X509 *, const EVP_MD *, unsigned char *, unsigned *); int X509_check_issued(X509 *, X509 *); int X509_cmp_current_time(const ASN1_TIME *); const ASN1_TIME *X509_get0_notAfter(const X509 *); const ASN1_TIME *X509_get0_notBefore(const X509 *); int X509_check_private_key(const X509 *, const EVP_PKEY *); X509 *d2i_X509(X509 **, const unsigned char **, long); int X509_STORE_CTX_get_error(X509_STORE_CTX *); void X509_STORE_CTX_set_error(X509_STORE_CTX *, int); int X509_STORE_CTX_get_error_depth(X509_STORE_CTX *); X509 *X509_STORE_CTX_get_current_cert(X509_STORE_CTX *); X509_STORE_CTX *X509_STORE_CTX_new(void); void X509_STORE_CTX_free(X509_STORE_CTX *); int X509_STORE_CTX_init(X509_STORE_CTX *, X509_STORE *, X509 *, STACK_OF(X509) *); X509_STORE *X509_STORE_new(void); void X509_STORE_free(X509_STORE *); int X509_STORE_add_cert(X509_STORE *, X509 *); int X509_STORE_load_locations(X509_STORE *, const char *, const char *); int X509_STORE_set_flags(X509_STORE *, unsigned long); const char *X509_verify_cert_error_string(long); int X509_REQ_sign(X509_REQ *, EVP_PKEY *, const EVP_MD *); void *X509_STORE_CTX_get_ex_data(X509_STORE_CTX *, int);
__END_DECLS
