// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <winbase.h>
__BEGIN_DECLS
#define CP_ACP 0
#define CP_UTF8 65001
int MultiByteToWideChar(UINT, DWORD, LPCSTR, int, LPWSTR, int); int WideCharToMultiByte(UINT, DWORD, LPCWSTR, int, LPSTR, int, LPCSTR, LPBOOL); UINT GetACP(void);
__END_DECLS
