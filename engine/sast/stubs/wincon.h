// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <winbase.h>
__BEGIN_DECLS
BOOL SetConsoleMode(HANDLE, DWORD); BOOL GetConsoleMode(HANDLE, LPDWORD); BOOL ReadConsoleA(HANDLE, LPVOID, DWORD, LPDWORD, LPVOID); BOOL ReadConsoleW(HANDLE, LPVOID, DWORD, LPDWORD, LPVOID); BOOL WriteConsoleA(HANDLE, const void *, DWORD, LPDWORD, LPVOID); BOOL WriteConsoleW(HANDLE, const void *, DWORD, LPDWORD, LPVOID); BOOL AllocConsole(void); BOOL SetConsoleCtrlHandler(BOOL (*)(DWORD), BOOL);
#define ENABLE_ECHO_INPUT 4
__END_DECLS
