// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
struct lconv { char *decimal_point, *thousands_sep; }; typedef struct __locale *locale_t;
#define LC_CTYPE 0
#define LC_NUMERIC 1
#define LC_TIME 2
#define LC_COLLATE 3
#define LC_MONETARY 4
#define LC_MESSAGES 5
#define LC_ALL 6
char *setlocale(int, const char *); struct lconv *localeconv(void); locale_t newlocale(int, const char *, locale_t); locale_t uselocale(locale_t); void freelocale(locale_t); wchar_t *_wsetlocale(int, const wchar_t *);
__END_DECLS
