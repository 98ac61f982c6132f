// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <windef.h>
__BEGIN_DECLS
HRESULT StringCchCopyA(LPSTR, size_t, LPCSTR); HRESULT StringCchCopyW(LPWSTR, size_t, LPCWSTR); HRESULT StringCchCatA(LPSTR, size_t, LPCSTR); HRESULT StringCchCatW(LPWSTR, size_t, LPCWSTR); HRESULT StringCchPrintfA(LPSTR, size_t, LPCSTR, ...); HRESULT StringCchPrintfW(LPWSTR, size_t, LPCWSTR, ...); HRESULT StringCbCopyA(LPSTR, size_t, LPCSTR); HRESULT StringCbCopyW(LPWSTR, size_t, LPCWSTR); HRESULT StringCbCatA(LPSTR, size_t, LPCSTR); HRESULT StringCbPrintfA(LPSTR, size_t, LPCSTR, ...); HRESULT StringCbPrintfW(LPWSTR, size_t, LPCWSTR, ...); HRESULT StringCchLengthA(LPCSTR, size_t, size_t *);
#ifdef UNICODE
#define StringCchCopy StringCchCopyW
#define StringCchCat StringCchCatW
#define StringCchPrintf StringCchPrintfW
#else
#define StringCchCopy StringCchCopyA
#define StringCchCat StringCchCatA
#define StringCchPrintf StringCchPrintfA
#endif
__END_DECLS
