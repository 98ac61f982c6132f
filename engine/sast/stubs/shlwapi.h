// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <winbase.h>
__BEGIN_DECLS
BOOL PathAppendA(LPSTR, LPCSTR); BOOL PathAppendW(LPWSTR, LPCWSTR); LPSTR PathCombineA(LPSTR, LPCSTR, LPCSTR); LPWSTR PathCombineW(LPWSTR, LPCWSTR, LPCWSTR); LPSTR PathFindFileNameA(LPCSTR); LPWSTR PathFindFileNameW(LPCWSTR); BOOL PathCanonicalizeA(LPSTR, LPCSTR); BOOL PathCanonicalizeW(LPWSTR, LPCWSTR); BOOL PathFileExistsA(LPCSTR); BOOL PathFileExistsW(LPCWSTR); BOOL PathIsRelativeA(LPCSTR);
#define PathAppend _AWN(PathAppend)
#define PathCombine _AWN(PathCombine)
#define PathFindFileName _AWN(PathFindFileName)
#define PathCanonicalize _AWN(PathCanonicalize)
#define PathFileExists _AWN(PathFileExists)
void PathStripPathA(LPSTR); void PathStripPathW(LPWSTR); BOOL PathQuoteSpacesA(LPSTR); BOOL PathQuoteSpacesW(LPWSTR); BOOL PathUnquoteSpacesA(LPSTR); BOOL PathUnquoteSpacesW(LPWSTR); BOOL PathRemoveFileSpecA(LPSTR); BOOL PathRemoveFileSpecW(LPWSTR); LPSTR PathFindExtensionA(LPCSTR); LPWSTR PathFindExtensionW(LPCWSTR); LPSTR StrStrA(LPCSTR, LPCSTR); LPWSTR StrStrW(LPCWSTR, LPCWSTR); LPSTR StrStrIA(LPCSTR, LPCSTR); LPWSTR StrStrIW(LPCWSTR, LPCWSTR); LPSTR StrChrA(LPCSTR, WORD); LPWSTR StrChrW(LPCWSTR, WCHAR); LPSTR StrRChrA(LPCSTR, LPCSTR, WORD); LPWSTR StrCpyW(LPWSTR, LPCWSTR); LPWSTR StrCatW(LPWSTR, LPCWSTR); LPSTR StrDupA(LPCSTR); LPWSTR StrDupW(LPCWSTR);
#define PathStripPath _AWN(PathStripPath)
#define PathQuoteSpaces _AWN(PathQuoteSpaces)
#define PathUnquoteSpaces _AWN(PathUnquoteSpaces)
#define PathRemoveFileSpec _AWN(PathRemoveFileSpec)
#define PathFindExtension _AWN(PathFindExtension)
#define StrStr _AWN(StrStr)
#define StrStrI _AWN(StrStrI)
#define StrChr _AWN(StrChr)
#define StrDup _AWN(StrDup)
__END_DECLS
