// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
typedef struct rc2_key_st { unsigned data[64]; } RC2_KEY; void RC2_set_key(RC2_KEY *, int, const unsigned char *, int); void RC2_ecb_encrypt(const unsigned char *, unsigned char *, RC2_KEY *, int); void RC2_cbc_encrypt(const unsigned char *, unsigned char *, long, RC2_KEY *, unsigned char *, int);
__END_DECLS
