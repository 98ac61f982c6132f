#include "hash.h"
int begin(HCRYPTPROV p, HCRYPTHASH *h) { return CryptCreateHash(p, CALG_SHA_256, 0, 0, h); }
int feed(HCRYPTHASH *h, const BYTE *data, DWORD n) { return CryptHashData(*h, data, n, 0); }
