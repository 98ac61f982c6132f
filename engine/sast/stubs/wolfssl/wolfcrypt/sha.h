// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <wolfssl/wolfcrypt/types.h>
__BEGIN_DECLS
typedef struct wc_Sha { int v; } wc_Sha; int wc_InitSha(wc_Sha *); int wc_ShaHash(const byte *, word32, byte *);
__END_DECLS
