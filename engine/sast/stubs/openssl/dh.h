// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/bn.h>
__BEGIN_DECLS
DH *DH_new(void); void DH_free(DH *); int DH_generate_parameters_ex(DH *, int, int, BN_GENCB *); DH *DH_generate_parameters(int, int, void (*)(int, int, void *), void *); int DH_generate_key(DH *); int DH_compute_key(unsigned char *, const BIGNUM *, DH *); int DH_check(DH *, int *); DH *DH_get_1024_160(void);
#define DH_GENERATOR_2 2
__END_DECLS
