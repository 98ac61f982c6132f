// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <wolfssl/wolfcrypt/types.h>
__BEGIN_DECLS
typedef struct WOLFSSL WOLFSSL; typedef struct WOLFSSL_CTX WOLFSSL_CTX; typedef struct WOLFSSL_METHOD WOLFSSL_METHOD; typedef struct WOLFSSL_X509_STORE_CTX WOLFSSL_X509_STORE_CTX;
#define WOLFSSL_VERIFY_NONE 0
#define WOLFSSL_VERIFY_PEER 1
#define WOLFSSL_SUCCESS 1
#define WOLFSSL_SSLV3 0
#define WOLFSSL_TLSV1 1
#define WOLFSSL_TLSV1_1 2
#define WOLFSSL_TLSV1_2 3
int wolfSSL_Init(void); WOLFSSL_METHOD *wolfSSLv23_client_method(void); WOLFSSL_METHOD *wolfSSLv3_client_method(void); WOLFSSL_METHOD *wolfTLSv1_client_method(void); WOLFSSL_METHOD *wolfTLSv1_1_client_method(void); WOLFSSL_METHOD *wolfTLSv1_2_client_method(void); WOLFSSL_METHOD *wolfTLSv1_3_client_method(void); WOLFSSL_METHOD *wolfTLSv1_2_server_method(void); WOLFSSL_CTX *wolfSSL_CTX_new(WOLFSSL_METHOD *); void wolfSSL_CTX_set_verify(WOLFSSL_CTX *, int, int (*)(int, WOLFSSL_X509_STORE_CTX *)); void wolfSSL_set_verify(WOLFSSL *, int, int (*)(int, WOLFSSL_X509_STORE_CTX *)); int wolfSSL_check_domain_name(WOLFSSL *, const char *); int wolfSSL_CTX_SetMinVersion(WOLFSSL_CTX *, int); int wolfSSL_CTX_load_verify_locations(WOLFSSL_CTX *, const char *, const char *); WOLFSSL *wolfSSL_new(WOLFSSL_CTX *); int wolfSSL_set_fd(WOLFSSL *, int); int wolfSSL_connect(WOLFSSL *); int wolfSSL_read(WOLFSSL *, void *, int); int wolfSSL_write(WOLFSSL *, const void *, int); void wolfSSL_free(WOLFSSL *); void wolfSSL_CTX_free(WOLFSSL_CTX *);
__END_DECLS
