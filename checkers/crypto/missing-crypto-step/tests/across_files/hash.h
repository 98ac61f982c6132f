#include <windows.h>
#include <wincrypt.h>
int begin(HCRYPTPROV p, HCRYPTHASH *h);
int feed(HCRYPTHASH *h, const BYTE *data, DWORD n);
