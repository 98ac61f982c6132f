// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <string.h>
#include <stdlib.h>
__BEGIN_DECLS
typedef void *PVOID, *LPVOID, *HANDLE; typedef const void *LPCVOID; typedef int BOOL, INT, *PBOOL, *LPBOOL, *LPINT; typedef unsigned char BYTE, UCHAR, *PBYTE, *LPBYTE, *PUCHAR, BOOLEAN, *PBOOLEAN; typedef char CHAR, *PCHAR, *LPSTR, *PSTR; typedef const char *LPCSTR, *PCSTR; typedef wchar_t WCHAR, *PWCHAR, *LPWSTR, *PWSTR, OLECHAR, *LPOLESTR; typedef const wchar_t *LPCWSTR, *PCWSTR, *LPCOLESTR; typedef short SHORT; typedef unsigned short WORD, USHORT, *LPWORD, *PWORD, ATOM; typedef unsigned long DWORD, ULONG, *LPDWORD, *PDWORD, *PULONG; typedef long LONG, *PLONG, *LPLONG, HRESULT, NTSTATUS, LSTATUS; typedef unsigned int UINT, *PUINT; typedef long long LONGLONG, LONG64, INT64; typedef unsigned long long ULONGLONG, DWORD64, UINT64, DWORDLONG; typedef float FLOAT; typedef int INT32; typedef unsigned UINT32, DWORD32; typedef unsigned char UINT8; typedef unsigned short UINT16;
typedef uintptr_t ULONG_PTR, UINT_PTR, DWORD_PTR, SIZE_T, *PSIZE_T, *PULONG_PTR, *PDWORD_PTR; typedef intptr_t LONG_PTR, INT_PTR, SSIZE_T; typedef UINT_PTR WPARAM; typedef LONG_PTR LPARAM, LRESULT;
#define VOID void
#ifdef UNICODE
typedef wchar_t TCHAR, *PTCHAR, *LPTSTR, *PTSTR; typedef const wchar_t *LPCTSTR, *PCTSTR;
#define TEXT(s) L##s
#else
typedef char TCHAR, *PTCHAR, *LPTSTR, *PTSTR; typedef const char *LPCTSTR, *PCTSTR;
#define TEXT(s) s
#endif
#define __TEXT(s) TEXT(s)
#define DECLARE_HANDLE(n) struct n##__ { int unused; }; typedef struct n##__ *n
DECLARE_HANDLE(HINSTANCE); DECLARE_HANDLE(HWND); DECLARE_HANDLE(HKEY); DECLARE_HANDLE(HDC); DECLARE_HANDLE(HMENU); DECLARE_HANDLE(HICON); DECLARE_HANDLE(HBRUSH); DECLARE_HANDLE(HFONT); DECLARE_HANDLE(HHOOK); DECLARE_HANDLE(SC_HANDLE); DECLARE_HANDLE(SERVICE_STATUS_HANDLE); DECLARE_HANDLE(HDESK); DECLARE_HANDLE(HRSRC); typedef HINSTANCE HMODULE; typedef HICON HCURSOR; typedef HANDLE HGLOBAL, HLOCAL; typedef HKEY *PHKEY; typedef HANDLE *PHANDLE, *LPHANDLE; typedef ULONG_PTR HCRYPTPROV, HCRYPTKEY, HCRYPTHASH;
typedef union _LARGE_INTEGER { struct { DWORD LowPart; LONG HighPart; }; LONGLONG QuadPart; } LARGE_INTEGER, *PLARGE_INTEGER; typedef union _ULARGE_INTEGER { struct { DWORD LowPart, HighPart; }; ULONGLONG QuadPart; } ULARGE_INTEGER; typedef struct _GUID { unsigned long Data1; unsigned short Data2, Data3; unsigned char Data4[8]; } GUID, IID, CLSID, UUID; typedef struct _FILETIME { DWORD dwLowDateTime, dwHighDateTime; } FILETIME, *PFILETIME, *LPFILETIME; typedef struct tagPOINT { LONG x, y; } POINT, *LPPOINT; typedef struct tagRECT { LONG left, top, right, bottom; } RECT, *LPRECT; typedef struct tagSIZE { LONG cx, cy; } SIZE; typedef int (*FARPROC)(); typedef int (*PROC)();
#ifdef __cplusplus
typedef const IID &REFIID; typedef const GUID &REFGUID;
#else
typedef const IID *REFIID; typedef const GUID *REFGUID;
#endif
#define WINAPI
#define APIENTRY
#define CALLBACK
#define PASCAL
#define CDECL
#define STDMETHODCALLTYPE
#define WINBASEAPI
#define IN
#define OUT
#define OPTIONAL
#define CONST const
#define FAR
#define NEAR
#define TRUE 1
#define FALSE 0
#define MAX_PATH 260
#define INVALID_HANDLE_VALUE ((HANDLE)(LONG_PTR)-1)
#define INFINITE 0xFFFFFFFF
#define MAXDWORD 0xffffffff
#define LOWORD(l) ((WORD)((DWORD_PTR)(l) & 0xffff))
#define HIWORD(l) ((WORD)(((DWORD_PTR)(l) >> 16) & 0xffff))
#define LOBYTE(w) ((BYTE)((w) & 0xff))
#define HIBYTE(w) ((BYTE)(((w) >> 8) & 0xff))
#define MAKEWORD(a, b) ((WORD)(((BYTE)(a)) | ((WORD)((BYTE)(b))) << 8))
#define MAKELONG(a, b) ((LONG)(((WORD)(a)) | ((DWORD)((WORD)(b))) << 16))
#define MAKEINTRESOURCEA(i) ((LPSTR)(ULONG_PTR)(WORD)(i))
#define MAKEINTRESOURCE(i) ((LPTSTR)(ULONG_PTR)(WORD)(i))
#define SUCCEEDED(hr) (((HRESULT)(hr)) >= 0)
#define FAILED(hr) (((HRESULT)(hr)) < 0)
#define S_OK ((HRESULT)0)
#define S_FALSE ((HRESULT)1)
#define E_FAIL ((HRESULT)0x80004005)
#define E_INVALIDARG ((HRESULT)0x80070057)
#define E_OUTOFMEMORY ((HRESULT)0x8007000E)
#define E_NOTIMPL ((HRESULT)0x80004001)
#define NOERROR 0
#define UNREFERENCED_PARAMETER(p) (void)(p)
#define ZeroMemory(d, n) memset((d), 0, (n))
#define RtlZeroMemory(d, n) memset((d), 0, (n))
#define CopyMemory(d, s, n) memcpy((d), (s), (n))
#define RtlCopyMemory(d, s, n) memcpy((d), (s), (n))
#define MoveMemory(d, s, n) memmove((d), (s), (n))
#define FillMemory(d, n, v) memset((d), (v), (n))
#define ARRAYSIZE(a) (sizeof(a) / sizeof((a)[0]))
#define _countof(a) (sizeof(a) / sizeof((a)[0]))
PVOID SecureZeroMemory(PVOID, SIZE_T); PVOID RtlSecureZeroMemory(PVOID, SIZE_T);
#define _In_
#define _Out_
#define _Inout_
#define _In_opt_
#define _Out_opt_
#define _In_z_
#define _Use_decl_annotations_
__END_DECLS
