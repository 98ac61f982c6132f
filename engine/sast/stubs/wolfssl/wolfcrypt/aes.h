// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <wolfssl/wolfcrypt/types.h>
__BEGIN_DECLS
#define AES_ENCRYPTION 0
#define AES_DECRYPTION 1
typedef struct Aes { int v; } Aes; int wc_AesInit(Aes *, void *, int); int wc_AesSetKey(Aes *, const byte *, word32, const byte *, int); int wc_AesSetIV(Aes *, const byte *); int wc_AesCbcEncrypt(Aes *, byte *, const byte *, word32); int wc_AesCbcDecrypt(Aes *, byte *, const byte *, word32); int wc_AesEcbEncrypt(Aes *, byte *, const byte *, word32); int wc_AesGcmSetKey(Aes *, const byte *, word32); int wc_AesGcmEncrypt(Aes *, byte *, const byte *, word32, const byte *, word32, byte *, word32, const byte *, word32); int wc_AesGcmDecrypt(Aes *, byte *, const byte *, word32, const byte *, word32, const byte *, word32, const byte *, word32);
__END_DECLS
