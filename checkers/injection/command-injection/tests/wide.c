#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
int _wsystem(const wchar_t *);
FILE *_popen(const char *, const char *);
FILE *_wpopen(const wchar_t *, const wchar_t *);
wchar_t *_wgetenv(const wchar_t *);
int wsystem(const wchar_t *);
void wide_bad(void) { _wsystem(_wgetenv(L"A")); }  // EXPECT: command-injection
void popen_bad(void) { _popen(getenv("A"), "r"); }  // EXPECT: command-injection
void wcscat_bad(void) {
  wchar_t b[100] = L"dir ";
  wcsncat(b, _wgetenv(L"A"), 90);
  _wpopen(b, L"r");  // EXPECT: command-injection
}
void fgetws_bad(void) {
  wchar_t b[100] = L"dir ";
  size_t n = wcslen(b);
  if (fgetws(b + n, (int)(100 - n), stdin) != NULL) _wsystem(b);  // EXPECT: command-injection
}
void swprintf_bad(void) {
  wchar_t b[100];
  swprintf(b, 100, L"dir %ls", _wgetenv(L"A"));
  _wsystem(b);  // EXPECT: command-injection
}
void wide_ok(void) {
  wchar_t b[100] = L"dir ";
  wcscat(b, L"*.*");
  if (_wgetenv(L"A")) _wsystem(b);
}
