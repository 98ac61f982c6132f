// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <wolfssl/wolfcrypt/types.h>
__BEGIN_DECLS
typedef struct Des { int v; } Des; typedef struct Des3 { int v; } Des3; int wc_Des_SetKey(Des *, const byte *, const byte *, int); int wc_Des3_SetKey(Des3 *, const byte *, const byte *, int);
__END_DECLS
