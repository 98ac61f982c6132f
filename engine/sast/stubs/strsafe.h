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
HRESULT StringCchCopyNA(LPSTR, size_t, LPCSTR, size_t); HRESULT StringCchCopyNW(LPWSTR, size_t, LPCWSTR, size_t); HRESULT StringCchCatNA(LPSTR, size_t, LPCSTR, size_t); HRESULT StringCchCatNW(LPWSTR, size_t, LPCWSTR, size_t); HRESULT StringCchVPrintfA(LPSTR, size_t, LPCSTR, va_list); HRESULT StringCchVPrintfW(LPWSTR, size_t, LPCWSTR, va_list); HRESULT StringCbCopyNA(LPSTR, size_t, LPCSTR, size_t); HRESULT StringCbCopyNW(LPWSTR, size_t, LPCWSTR, size_t); HRESULT StringCbCatNA(LPSTR, size_t, LPCSTR, size_t); HRESULT StringCbCatNW(LPWSTR, size_t, LPCWSTR, size_t); HRESULT StringCbVPrintfA(LPSTR, size_t, LPCSTR, va_list); HRESULT StringCbVPrintfW(LPWSTR, size_t, LPCWSTR, va_list); HRESULT StringCchLengthA(LPCSTR, size_t, size_t *); HRESULT StringCchLengthW(LPCWSTR, size_t, size_t *);
#define StringCchCopyN _AWN(StringCchCopyN)
#define StringCchCatN _AWN(StringCchCatN)
#define StringCchVPrintf _AWN(StringCchVPrintf)
#define StringCbCopyN _AWN(StringCbCopyN)
#define StringCbCatN _AWN(StringCbCatN)
#define StringCbVPrintf _AWN(StringCbVPrintf)
#define StringCchLength _AWN(StringCchLength)
#ifndef StringCbCopy
#define StringCbCopy _AWN(StringCbCopy)
#define StringCbCat _AWN(StringCbCat)
#define StringCbPrintf _AWN(StringCbPrintf)
#endif
__END_DECLS
