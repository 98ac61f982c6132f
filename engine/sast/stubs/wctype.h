// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <ctype.h>
__BEGIN_DECLS
int iswblank(wint_t); int iswcntrl(wint_t); int iswgraph(wint_t); int iswlower(wint_t); int iswprint(wint_t); int iswpunct(wint_t); int iswupper(wint_t);
int iswxdigit(wint_t); wint_t towlower(wint_t); wint_t towupper(wint_t);
__END_DECLS
