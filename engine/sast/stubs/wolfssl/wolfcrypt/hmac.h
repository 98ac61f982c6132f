// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <wolfssl/wolfcrypt/types.h>
__BEGIN_DECLS
typedef struct Hmac { int v; } Hmac; int wc_HmacSetKey(Hmac *, int, const byte *, word32);
__END_DECLS
