// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <shellapi.h>
__BEGIN_DECLS
#define CSIDL_APPDATA 0x1a
#define CSIDL_PROFILE 0x28
HRESULT SHGetFolderPathA(HWND, int, HANDLE, DWORD, LPSTR); HRESULT SHGetFolderPathW(HWND, int, HANDLE, DWORD, LPWSTR);
__END_DECLS
