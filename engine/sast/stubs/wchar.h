// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <bits/stub_secure.h>
#include <stdio.h>
#include <wctype.h>
__BEGIN_DECLS
typedef struct { int __count; unsigned __value; } mbstate_t; struct tm;
#define WEOF (0xffffffffu)
#define WCHAR_MAX __WCHAR_MAX__
#define WCHAR_MIN 0
wchar_t *wcscpy(wchar_t *, const wchar_t *); wchar_t *wcsncpy(wchar_t *, const wchar_t *, size_t); wchar_t *wcscat(wchar_t *, const wchar_t *); wchar_t *wcsncat(wchar_t *, const wchar_t *, size_t); int wcscmp(const wchar_t *, const wchar_t *); int wcsncmp(const wchar_t *, const wchar_t *, size_t); size_t wcslen(const wchar_t *); size_t wcsnlen(const wchar_t *, size_t);
wchar_t *wcsdup(const wchar_t *); wchar_t *wcschr(const wchar_t *, wchar_t); wchar_t *wcsrchr(const wchar_t *, wchar_t); wchar_t *wcsstr(const wchar_t *, const wchar_t *); wchar_t *wcspbrk(const wchar_t *, const wchar_t *); size_t wcsspn(const wchar_t *, const wchar_t *); size_t wcscspn(const wchar_t *, const wchar_t *); wchar_t *wcstok(wchar_t *, const wchar_t *, wchar_t **); int wcscasecmp(const wchar_t *, const wchar_t *); int wcscoll(const wchar_t *, const wchar_t *);
wchar_t *wmemcpy(wchar_t *, const wchar_t *, size_t); wchar_t *wmemmove(wchar_t *, const wchar_t *, size_t); wchar_t *wmemset(wchar_t *, wchar_t, size_t); int wmemcmp(const wchar_t *, const wchar_t *, size_t); wchar_t *wmemchr(const wchar_t *, wchar_t, size_t); wchar_t *wcpcpy(wchar_t *, const wchar_t *);
long wcstol(const wchar_t *, wchar_t **, int); unsigned long wcstoul(const wchar_t *, wchar_t **, int); long long wcstoll(const wchar_t *, wchar_t **, int); double wcstod(const wchar_t *, wchar_t **); size_t mbrtowc(wchar_t *, const char *, size_t, mbstate_t *); size_t wcrtomb(char *, wchar_t, mbstate_t *); size_t mbsrtowcs(wchar_t *, const char **, size_t, mbstate_t *); size_t wcsrtombs(char *, const wchar_t **, size_t, mbstate_t *); wint_t getwc(FILE *); wint_t getwchar(void); wint_t btowc(int); int wctob(wint_t); wint_t putwchar(wchar_t); size_t wcsftime(wchar_t *, size_t, const wchar_t *, const struct tm *);
int wcscpy_s(wchar_t *, size_t, const wchar_t *); int wcsncpy_s(wchar_t *, size_t, const wchar_t *, size_t); int wcscat_s(wchar_t *, size_t, const wchar_t *); int wcsncat_s(wchar_t *, size_t, const wchar_t *, size_t); wchar_t *_wcsdup(const wchar_t *); int _wcsicmp(const wchar_t *, const wchar_t *); int _wcsnicmp(const wchar_t *, const wchar_t *, size_t); wchar_t *_wcslwr(wchar_t *); wchar_t *_wcsupr(wchar_t *); wchar_t *wcstok_s(wchar_t *, const wchar_t *, wchar_t **);
__END_DECLS

