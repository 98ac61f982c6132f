// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <wolfssl/wolfcrypt/types.h>
__BEGIN_DECLS
typedef struct wc_Md5 { int v; } wc_Md5; int wc_InitMd5(wc_Md5 *); int wc_Md5Update(wc_Md5 *, const byte *, word32); int wc_Md5Final(wc_Md5 *, byte *); int wc_Md5Hash(const byte *, word32, byte *);
__END_DECLS
