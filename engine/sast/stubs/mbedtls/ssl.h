// Stub header: mbedTLS 2 and 3. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <mbedtls/x509_crt.h>
__BEGIN_DECLS
typedef struct mbedtls_ssl_context { int state; } mbedtls_ssl_context; typedef struct mbedtls_ssl_config { int endpoint; } mbedtls_ssl_config; typedef int mbedtls_ssl_send_t(void *, const unsigned char *, size_t); typedef int mbedtls_ssl_recv_t(void *, unsigned char *, size_t); typedef int mbedtls_ssl_recv_timeout_t(void *, unsigned char *, size_t, uint32_t);
#define MBEDTLS_SSL_IS_CLIENT 0
#define MBEDTLS_SSL_IS_SERVER 1
#define MBEDTLS_SSL_TRANSPORT_STREAM 0
#define MBEDTLS_SSL_PRESET_DEFAULT 0
#define MBEDTLS_SSL_VERIFY_NONE 0
#define MBEDTLS_SSL_VERIFY_OPTIONAL 1
#define MBEDTLS_SSL_VERIFY_REQUIRED 2
#define MBEDTLS_SSL_MAJOR_VERSION_3 3
#define MBEDTLS_SSL_MINOR_VERSION_0 0
#define MBEDTLS_SSL_MINOR_VERSION_1 1
#define MBEDTLS_SSL_MINOR_VERSION_2 2
#define MBEDTLS_SSL_MINOR_VERSION_3 3
void mbedtls_ssl_init(mbedtls_ssl_context *); void mbedtls_ssl_free(mbedtls_ssl_context *); void mbedtls_ssl_config_init(mbedtls_ssl_config *); void mbedtls_ssl_config_free(mbedtls_ssl_config *); int mbedtls_ssl_config_defaults(mbedtls_ssl_config *, int, int, int); int mbedtls_ssl_setup(mbedtls_ssl_context *, const mbedtls_ssl_config *); void mbedtls_ssl_conf_authmode(mbedtls_ssl_config *, int); void mbedtls_ssl_conf_ca_chain(mbedtls_ssl_config *, mbedtls_x509_crt *, void *); void mbedtls_ssl_conf_rng(mbedtls_ssl_config *, int (*)(void *, unsigned char *, size_t), void *); void mbedtls_ssl_conf_verify(mbedtls_ssl_config *, int (*)(void *, mbedtls_x509_crt *, int, uint32_t *), void *); void mbedtls_ssl_conf_min_version(mbedtls_ssl_config *, int, int); void mbedtls_ssl_conf_dhm_min_bitlen(mbedtls_ssl_config *, unsigned); int mbedtls_ssl_set_hostname(mbedtls_ssl_context *, const char *); void mbedtls_ssl_set_bio(mbedtls_ssl_context *, void *, mbedtls_ssl_send_t *, mbedtls_ssl_recv_t *, mbedtls_ssl_recv_timeout_t *); int mbedtls_ssl_handshake(mbedtls_ssl_context *); uint32_t mbedtls_ssl_get_verify_result(const mbedtls_ssl_context *); int mbedtls_ssl_read(mbedtls_ssl_context *, unsigned char *, size_t); int mbedtls_ssl_write(mbedtls_ssl_context *, const unsigned char *, size_t); int mbedtls_ssl_close_notify(mbedtls_ssl_context *); int mbedtls_ssl_conf_own_cert(mbedtls_ssl_config *, mbedtls_x509_crt *, void *);
__END_DECLS
