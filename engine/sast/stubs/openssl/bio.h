// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
#define BIO_NOCLOSE 0
#define BIO_CLOSE 1
#define BIO_FLAGS_BASE64_NO_NL 0x100
BIO *BIO_new(const BIO_METHOD *); int BIO_free(BIO *); void BIO_free_all(BIO *); BIO *BIO_new_file(const char *, const char *); BIO *BIO_new_fp(FILE *, int); BIO *BIO_new_mem_buf(const void *, int); BIO *BIO_new_socket(int, int); BIO *BIO_new_connect(const char *); BIO *BIO_new_ssl_connect(SSL_CTX *); BIO *BIO_push(BIO *, BIO *); int BIO_read(BIO *, void *, int); int BIO_gets(BIO *, char *, int); int BIO_write(BIO *, const void *, int); int BIO_puts(BIO *, const char *); int BIO_printf(BIO *, const char *, ...); int BIO_flush(BIO *); const BIO_METHOD *BIO_s_mem(void); const BIO_METHOD *BIO_s_file(void); const BIO_METHOD *BIO_s_connect(void); long BIO_get_mem_data(BIO *, char **); void BIO_set_flags(BIO *, int); long BIO_set_conn_hostname(BIO *, const char *); long BIO_do_connect(BIO *); long BIO_do_handshake(BIO *); long BIO_get_ssl(BIO *, SSL **); long BIO_ctrl(BIO *, int, long, void *); int BIO_should_retry(BIO *); typedef struct buf_mem_st { size_t length; char *data; size_t max; } BUF_MEM; long BIO_get_mem_ptr(BIO *, BUF_MEM **);
__END_DECLS
