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
__END_DECLS
