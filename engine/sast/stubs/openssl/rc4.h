// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
typedef struct rc4_key_st { unsigned x, y, data[256]; } RC4_KEY; void RC4_set_key(RC4_KEY *, int, const unsigned char *); void RC4(RC4_KEY *, size_t, const unsigned char *, unsigned char *);
__END_DECLS
