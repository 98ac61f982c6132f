// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
typedef struct MD2state_st { unsigned n; } MD2_CTX; int MD2_Init(MD2_CTX *); int MD2_Update(MD2_CTX *, const unsigned char *, size_t); int MD2_Final(unsigned char *, MD2_CTX *); unsigned char *MD2(const unsigned char *, size_t, unsigned char *);
__END_DECLS
