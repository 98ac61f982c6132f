// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <wolfssl/wolfcrypt/types.h>
__BEGIN_DECLS
int wc_Sha256Hash(const byte *, word32, byte *);
__END_DECLS
