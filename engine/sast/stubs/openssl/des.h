// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
#define DES_ENCRYPT 1
#define DES_DECRYPT 0
typedef struct DES_ks { int ks[32]; } DES_key_schedule; int DES_set_key(DES_cblock *, DES_key_schedule *); int DES_set_key_checked(DES_cblock *, DES_key_schedule *); void DES_set_key_unchecked(DES_cblock *, DES_key_schedule *); int DES_key_sched(DES_cblock *, DES_key_schedule *); void DES_set_odd_parity(DES_cblock *); int DES_random_key(DES_cblock *); void DES_string_to_key(const char *, DES_cblock *); void DES_ecb_encrypt(DES_cblock *, DES_cblock *, DES_key_schedule *, int); void DES_ecb3_encrypt(DES_cblock *, DES_cblock *, DES_key_schedule *, DES_key_schedule *, DES_key_schedule *, int); void DES_ncbc_encrypt(const unsigned char *, unsigned char *, long, DES_key_schedule *, DES_cblock *, int); void DES_cbc_encrypt(const unsigned char *, unsigned char *, long, DES_key_schedule *, DES_cblock *, int); void DES_cfb64_encrypt(const unsigned char *, unsigned char *, long, DES_key_schedule *, DES_cblock *, int *, int); void DES_ede3_cbc_encrypt(const unsigned char *, unsigned char *, long, DES_key_schedule *, DES_key_schedule *, DES_key_schedule *, DES_cblock *, int); char *DES_crypt(const char *, const char *); char *DES_fcrypt(const char *, const char *, char *);
__END_DECLS
