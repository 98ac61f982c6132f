// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>
#include <openssl/err.h>
#include <openssl/pem.h>
__BEGIN_DECLS
#define SSL_VERIFY_NONE 0
#define SSL_VERIFY_PEER 1
#define SSL_VERIFY_FAIL_IF_NO_PEER_CERT 2
#define SSL_VERIFY_CLIENT_ONCE 4
#define SSL_FILETYPE_PEM 1
#define SSL_FILETYPE_ASN1 2
#define SSL_OP_ALL 0x80000850L
#define SSL_OP_NO_SSLv2 0
#define SSL_OP_NO_SSLv3 0x02000000L
#define SSL_OP_NO_TLSv1 0x04000000L
#define SSL_OP_NO_TLSv1_1 0x10000000L
#define SSL_OP_NO_TLSv1_2 0x08000000L
#define SSL_OP_NO_TLSv1_3 0x20000000L
#define SSL_OP_NO_COMPRESSION 0x20000L
#define SSL_OP_NO_RENEGOTIATION 0x40000000L
#define SSL_OP_SINGLE_DH_USE 0
#define SSL_OP_NO_TICKET 0x4000L
#define SSL_OP_CIPHER_SERVER_PREFERENCE 0x400000L
#define SSL_MODE_AUTO_RETRY 4
#define SSL3_VERSION 0x0300
#define TLS1_VERSION 0x0301
#define TLS1_1_VERSION 0x0302
#define TLS1_2_VERSION 0x0303
#define TLS1_3_VERSION 0x0304
#define SSL_ERROR_NONE 0
#define SSL_ERROR_SSL 1
#define SSL_ERROR_WANT_READ 2
#define SSL_ERROR_WANT_WRITE 3
#define SSL_ERROR_SYSCALL 5
#define SSL_ERROR_ZERO_RETURN 6
#define SSL_CTRL_SET_MIN_PROTO_VERSION 123
#define SSL_CTRL_SET_MAX_PROTO_VERSION 124
typedef int (*SSL_verify_cb)(int, X509_STORE_CTX *);
int SSL_library_init(void); void SSL_load_error_strings(void); int OPENSSL_init_ssl(uint64_t, const void *); void OpenSSL_add_ssl_algorithms(void); const SSL_METHOD *TLS_method(void); const SSL_METHOD *TLS_client_method(void); const SSL_METHOD *TLS_server_method(void); const SSL_METHOD *SSLv2_method(void); const SSL_METHOD *SSLv2_client_method(void); const SSL_METHOD *SSLv3_method(void); const SSL_METHOD *SSLv3_client_method(void); const SSL_METHOD *SSLv3_server_method(void); const SSL_METHOD *SSLv23_method(void); const SSL_METHOD *SSLv23_client_method(void); const SSL_METHOD *SSLv23_server_method(void); const SSL_METHOD *TLSv1_method(void); const SSL_METHOD *TLSv1_client_method(void); const SSL_METHOD *TLSv1_server_method(void); const SSL_METHOD *TLSv1_1_method(void); const SSL_METHOD *TLSv1_1_client_method(void); const SSL_METHOD *TLSv1_1_server_method(void); const SSL_METHOD *TLSv1_2_method(void); const SSL_METHOD *TLSv1_2_client_method(void); const SSL_METHOD *TLSv1_2_server_method(void); const SSL_METHOD *DTLS_client_method(void); const SSL_METHOD *DTLSv1_client_method(void); const SSL_METHOD *DTLS_method(void);
SSL_CTX *SSL_CTX_new(const SSL_METHOD *); void SSL_CTX_free(SSL_CTX *); void SSL_CTX_set_verify(SSL_CTX *, int, SSL_verify_cb); void SSL_CTX_set_verify_depth(SSL_CTX *, int); void SSL_CTX_set_cert_verify_callback(SSL_CTX *, int (*)(X509_STORE_CTX *, void *), void *); int SSL_CTX_load_verify_locations(SSL_CTX *, const char *, const char *); int SSL_CTX_set_default_verify_paths(SSL_CTX *); int SSL_CTX_set_cipher_list(SSL_CTX *, const char *); int SSL_CTX_set_ciphersuites(SSL_CTX *, const char *); int SSL_set_cipher_list(SSL *, const char *); int SSL_CTX_set_min_proto_version(SSL_CTX *, int); int SSL_CTX_set_max_proto_version(SSL_CTX *, int); int SSL_set_min_proto_version(SSL *, int); int SSL_set_max_proto_version(SSL *, int); unsigned long SSL_CTX_set_options(SSL_CTX *, unsigned long); unsigned long SSL_CTX_clear_options(SSL_CTX *, unsigned long); unsigned long SSL_set_options(SSL *, unsigned long); void SSL_CTX_set_security_level(SSL_CTX *, int); void SSL_set_security_level(SSL *, int); long SSL_CTX_set_mode(SSL_CTX *, long); long SSL_CTX_ctrl(SSL_CTX *, int, long, void *); long SSL_ctrl(SSL *, int, long, void *); int SSL_CTX_use_certificate_file(SSL_CTX *, const char *, int); int SSL_CTX_use_certificate_chain_file(SSL_CTX *, const char *); int SSL_CTX_use_PrivateKey_file(SSL_CTX *, const char *, int); int SSL_CTX_check_private_key(const SSL_CTX *); void SSL_CTX_set_default_passwd_cb(SSL_CTX *, pem_password_cb *); void SSL_CTX_set_default_passwd_cb_userdata(SSL_CTX *, void *); X509_STORE *SSL_CTX_get_cert_store(const SSL_CTX *); X509_VERIFY_PARAM *SSL_CTX_get0_param(SSL_CTX *); void SSL_CTX_set_psk_client_callback(SSL_CTX *, unsigned (*)(SSL *, const char *, char *, unsigned, unsigned char *, unsigned)); void SSL_CTX_set_info_callback(SSL_CTX *, void (*)(const SSL *, int, int)); int SSL_CTX_set1_param(SSL_CTX *, X509_VERIFY_PARAM *); int SSL_CTX_set_alpn_protos(SSL_CTX *, const unsigned char *, unsigned);
SSL *SSL_new(SSL_CTX *); void SSL_free(SSL *); int SSL_set_fd(SSL *, int); void SSL_set_bio(SSL *, BIO *, BIO *); int SSL_connect(SSL *); int SSL_accept(SSL *); int SSL_do_handshake(SSL *); void SSL_set_connect_state(SSL *); void SSL_set_accept_state(SSL *); int SSL_read(SSL *, void *, int); int SSL_read_ex(SSL *, void *, size_t, size_t *); int SSL_write(SSL *, const void *, int); int SSL_write_ex(SSL *, const void *, size_t, size_t *); int SSL_peek(SSL *, void *, int); int SSL_pending(const SSL *); int SSL_shutdown(SSL *); int SSL_get_error(const SSL *, int); void SSL_set_verify(SSL *, int, SSL_verify_cb); long SSL_get_verify_result(const SSL *); X509 *SSL_get_peer_certificate(const SSL *); X509 *SSL_get1_peer_certificate(const SSL *); X509 *SSL_get0_peer_certificate(const SSL *); int SSL_set1_host(SSL *, const char *); int SSL_add1_host(SSL *, const char *); void SSL_set_hostflags(SSL *, unsigned); X509_VERIFY_PARAM *SSL_get0_param(SSL *); long SSL_set_tlsext_host_name(SSL *, const char *); const char *SSL_get_cipher(const SSL *); const char *SSL_get_version(const SSL *); SSL_CTX *SSL_get_SSL_CTX(const SSL *); SSL_CTX *SSL_set_SSL_CTX(SSL *, SSL_CTX *); SSL_SESSION *SSL_get_session(const SSL *); int SSL_set_session(SSL *, SSL_SESSION *); int SSL_get_ex_data_X509_STORE_CTX_idx(void); void *SSL_get_ex_data(const SSL *, int); const SSL_CIPHER *SSL_get_current_cipher(const SSL *); const char *SSL_CIPHER_get_name(const SSL_CIPHER *);
__END_DECLS
