// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/rsa.h>
__BEGIN_DECLS
EVP_PKEY *PEM_read_bio_PrivateKey(BIO *, EVP_PKEY **, pem_password_cb *, void *); EVP_PKEY *PEM_read_PrivateKey(FILE *, EVP_PKEY **, pem_password_cb *, void *); EVP_PKEY *PEM_read_bio_PUBKEY(BIO *, EVP_PKEY **, pem_password_cb *, void *); EVP_PKEY *PEM_read_PUBKEY(FILE *, EVP_PKEY **, pem_password_cb *, void *); RSA *PEM_read_bio_RSAPrivateKey(BIO *, RSA **, pem_password_cb *, void *); RSA *PEM_read_RSAPrivateKey(FILE *, RSA **, pem_password_cb *, void *); RSA *PEM_read_bio_RSA_PUBKEY(BIO *, RSA **, pem_password_cb *, void *); RSA *PEM_read_RSA_PUBKEY(FILE *, RSA **, pem_password_cb *, void *); RSA *PEM_read_RSAPublicKey(FILE *, RSA **, pem_password_cb *, void *); X509 *PEM_read_bio_X509(BIO *, X509 **, pem_password_cb *, void *); X509 *PEM_read_X509(FILE *, X509 **, pem_password_cb *, void *); int PEM_write_bio_PrivateKey(BIO *, EVP_PKEY *, const EVP_CIPHER *, unsigned char *, int, pem_password_cb *, void *); int PEM_write_PrivateKey(FILE *, EVP_PKEY *, const EVP_CIPHER *, unsigned char *, int, pem_password_cb *, void *); int PEM_write_RSAPrivateKey(FILE *, RSA *, const EVP_CIPHER *, unsigned char *, int, pem_password_cb *, void *); int PEM_write_bio_X509(BIO *, X509 *);
__END_DECLS
