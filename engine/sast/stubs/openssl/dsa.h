// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/bn.h>
__BEGIN_DECLS
DSA *DSA_new(void); void DSA_free(DSA *); int DSA_generate_parameters_ex(DSA *, int, const unsigned char *, int, int *, unsigned long *, BN_GENCB *); DSA *DSA_generate_parameters(int, unsigned char *, int, int *, unsigned long *, void (*)(int, int, void *), void *); int DSA_generate_key(DSA *); int DSA_sign(int, const unsigned char *, int, unsigned char *, unsigned *, DSA *); int DSA_verify(int, const unsigned char *, int, const unsigned char *, int, DSA *);
__END_DECLS
