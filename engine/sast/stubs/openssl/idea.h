// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
typedef struct idea_key_st { unsigned data[9][6]; } IDEA_KEY_SCHEDULE; void IDEA_set_encrypt_key(const unsigned char *, IDEA_KEY_SCHEDULE *); void IDEA_ecb_encrypt(const unsigned char *, unsigned char *, IDEA_KEY_SCHEDULE *); void IDEA_cbc_encrypt(const unsigned char *, unsigned char *, long, IDEA_KEY_SCHEDULE *, unsigned char *, int);
__END_DECLS
