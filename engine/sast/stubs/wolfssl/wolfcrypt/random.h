// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <wolfssl/wolfcrypt/types.h>
__BEGIN_DECLS
typedef struct WC_RNG { int v; } WC_RNG; int wc_InitRng(WC_RNG *); int wc_RNG_GenerateBlock(WC_RNG *, byte *, word32); int wc_FreeRng(WC_RNG *);
__END_DECLS
