// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <wolfssl/wolfcrypt/types.h>
__BEGIN_DECLS
int wc_PBKDF2(byte *, const byte *, int, const byte *, int, int, int, int); int wc_PBKDF1(byte *, const byte *, int, const byte *, int, int, int, int);
__END_DECLS
