// After CVE-2010-3190 (Microsoft Foundation Classes): a library without a folder is looked for in the current one.
#include <windows.h>
HMODULE resources_bad(void) { return LoadLibraryW(L"app_loc.dll"); }  // EXPECT: untrusted-search-path
HMODULE resources_ok(void) { return LoadLibraryW(L"C:\\Program Files\\App\\app_loc.dll"); }
