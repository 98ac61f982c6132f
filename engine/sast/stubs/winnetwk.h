// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <windows.h>
__BEGIN_DECLS
typedef struct _NETRESOURCEA { DWORD dwScope, dwType, dwDisplayType, dwUsage; LPSTR lpLocalName, lpRemoteName, lpComment, lpProvider; } NETRESOURCEA, NETRESOURCE; typedef struct _NETRESOURCEW { DWORD dwScope, dwType, dwDisplayType, dwUsage; LPWSTR lpLocalName, lpRemoteName, lpComment, lpProvider; } NETRESOURCEW;
#define RESOURCETYPE_DISK 1
DWORD WNetAddConnection2A(NETRESOURCEA *, LPCSTR, LPCSTR, DWORD); DWORD WNetAddConnection2W(NETRESOURCEW *, LPCWSTR, LPCWSTR, DWORD); DWORD WNetAddConnection3A(HWND, NETRESOURCEA *, LPCSTR, LPCSTR, DWORD); DWORD WNetAddConnectionA(LPCSTR, LPCSTR, LPCSTR);
#define WNetAddConnection2 _AWN(WNetAddConnection2)
__END_DECLS
