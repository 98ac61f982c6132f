// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ec.h>
__BEGIN_DECLS
int ECDSA_sign(int, const unsigned char *, int, unsigned char *, unsigned *, EC_KEY *); int ECDSA_verify(int, const unsigned char *, int, const unsigned char *, int, EC_KEY *); ECDSA_SIG *ECDSA_do_sign(const unsigned char *, int, EC_KEY *); int ECDSA_do_verify(const unsigned char *, int, const ECDSA_SIG *, EC_KEY *);
__END_DECLS
