// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <winbase.h>
__BEGIN_DECLS
typedef struct _SHELLEXECUTEINFOA { DWORD cbSize; ULONG fMask; HWND hwnd; LPCSTR lpVerb, lpFile, lpParameters, lpDirectory; int nShow; HINSTANCE hInstApp; LPVOID lpIDList; LPCSTR lpClass; HKEY hkeyClass; DWORD dwHotKey; HANDLE hIcon, hProcess; } SHELLEXECUTEINFOA, *LPSHELLEXECUTEINFOA; typedef struct _SHELLEXECUTEINFOW { DWORD cbSize; ULONG fMask; HWND hwnd; LPCWSTR lpVerb, lpFile, lpParameters, lpDirectory; int nShow; HINSTANCE hInstApp; LPVOID lpIDList; LPCWSTR lpClass; HKEY hkeyClass; DWORD dwHotKey; HANDLE hIcon, hProcess; } SHELLEXECUTEINFOW, *LPSHELLEXECUTEINFOW;
HINSTANCE ShellExecuteA(HWND, LPCSTR, LPCSTR, LPCSTR, LPCSTR, INT); HINSTANCE ShellExecuteW(HWND, LPCWSTR, LPCWSTR, LPCWSTR, LPCWSTR, INT); BOOL ShellExecuteExA(SHELLEXECUTEINFOA *); BOOL ShellExecuteExW(SHELLEXECUTEINFOW *);
#define ShellExecute _AWN(ShellExecute)
#define ShellExecuteEx _AWN(ShellExecuteEx)
#define SHELLEXECUTEINFO _AWN(SHELLEXECUTEINFO)
#define SEE_MASK_NOCLOSEPROCESS 0x40
__END_DECLS
