// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
int isalnum(int); int isalpha(int); int isblank(int); int iscntrl(int); int isdigit(int); int isgraph(int); int islower(int); int isprint(int);
int ispunct(int); int isspace(int); int isupper(int); int isxdigit(int); int tolower(int); int toupper(int); int isascii(int); int toascii(int);
int iswalnum(wint_t); int iswalpha(wint_t); int iswdigit(wint_t); int iswspace(wint_t); int _tolower(int); int _toupper(int);
__END_DECLS
