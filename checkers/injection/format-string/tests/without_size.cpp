// swprintf as Windows had it: without the size of the buffer.
#include <stdlib.h>
extern "C" int swprintf(wchar_t *, const wchar_t *, ...);
extern "C" wchar_t *_wgetenv(const wchar_t *);
void text_ok(wchar_t *out) { swprintf(out, L"%s%s", _wgetenv(L"A"), _wgetenv(L"B")); }
void format_bad(wchar_t *out) { swprintf(out, _wgetenv(L"A")); }  // EXPECT: format-string
