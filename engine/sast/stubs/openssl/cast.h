// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
typedef struct cast_key_st { unsigned data[32]; int short_key; } CAST_KEY; void CAST_set_key(CAST_KEY *, int, const unsigned char *); void CAST_ecb_encrypt(const unsigned char *, unsigned char *, const CAST_KEY *, int); void CAST_cbc_encrypt(const unsigned char *, unsigned char *, long, const CAST_KEY *, unsigned char *, int);
__END_DECLS
