// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <wolfssl/wolfcrypt/types.h>
__BEGIN_DECLS
typedef struct Arc4 { int v; } Arc4; int wc_Arc4SetKey(Arc4 *, const byte *, word32);
__END_DECLS
