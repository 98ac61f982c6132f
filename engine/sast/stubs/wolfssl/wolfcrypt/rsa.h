// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <wolfssl/wolfcrypt/random.h>
__BEGIN_DECLS
typedef struct RsaKey { int v; } RsaKey;
#define WC_RSA_PKCSV15_PAD 0
#define WC_RSA_OAEP_PAD 1
int wc_MakeRsaKey(RsaKey *, int, long, WC_RNG *); int wc_RsaPublicEncrypt(const byte *, word32, byte *, word32, RsaKey *, WC_RNG *); int wc_RsaPublicEncrypt_ex(const byte *, word32, byte *, word32, RsaKey *, WC_RNG *, int, int, int, byte *, word32);
__END_DECLS
