// Stub header of trawl: what Microsoft's C library has with sizes. Declarations and constants only.
#pragma once
#include <_stub.h>
#ifndef _TRUNCATE
#define _TRUNCATE ((size_t)-1)
#endif
__BEGIN_DECLS
int wcscpy_s(wchar_t *, size_t, const wchar_t *); int wcscat_s(wchar_t *, size_t, const wchar_t *); int wcsncpy_s(wchar_t *, size_t, const wchar_t *, size_t); int wcsncat_s(wchar_t *, size_t, const wchar_t *, size_t);
__END_DECLS
#ifdef __cplusplus
template <size_t N> int wcscpy_s(wchar_t (&)[N], const wchar_t *); template <size_t N> int wcscat_s(wchar_t (&)[N], const wchar_t *); template <size_t N> int wcsncpy_s(wchar_t (&)[N], const wchar_t *, size_t); template <size_t N> int wcsncat_s(wchar_t (&)[N], const wchar_t *, size_t);
#endif
