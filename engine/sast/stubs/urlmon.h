// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <windows.h>
__BEGIN_DECLS
HRESULT URLDownloadToFileA(void *, LPCSTR, LPCSTR, DWORD, void *); HRESULT URLDownloadToFileW(void *, LPCWSTR, LPCWSTR, DWORD, void *);
#define URLDownloadToFile _AWN(URLDownloadToFile)
__END_DECLS
