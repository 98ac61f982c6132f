// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef struct mbedtls_net_context { int fd; } mbedtls_net_context; void mbedtls_net_init(mbedtls_net_context *); int mbedtls_net_connect(mbedtls_net_context *, const char *, const char *, int); int mbedtls_net_send(void *, const unsigned char *, size_t); int mbedtls_net_recv(void *, unsigned char *, size_t); void mbedtls_net_free(mbedtls_net_context *);
#define MBEDTLS_NET_PROTO_TCP 0
__END_DECLS
