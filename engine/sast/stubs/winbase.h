// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <winnt.h>
#include <winerror.h>
#include <stdio.h>
__BEGIN_DECLS
typedef struct _SECURITY_ATTRIBUTES { DWORD nLength; LPVOID lpSecurityDescriptor; BOOL bInheritHandle; } SECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES; typedef struct _OVERLAPPED { ULONG_PTR Internal, InternalHigh; DWORD Offset, OffsetHigh; HANDLE hEvent; } OVERLAPPED, *LPOVERLAPPED; typedef struct _SYSTEMTIME { WORD wYear, wMonth, wDayOfWeek, wDay, wHour, wMinute, wSecond, wMilliseconds; } SYSTEMTIME, *LPSYSTEMTIME; typedef struct _PROCESS_INFORMATION { HANDLE hProcess, hThread; DWORD dwProcessId, dwThreadId; } PROCESS_INFORMATION, *LPPROCESS_INFORMATION;
typedef struct _STARTUPINFOA { DWORD cb; LPSTR lpReserved, lpDesktop, lpTitle; DWORD dwX, dwY, dwXSize, dwYSize, dwXCountChars, dwYCountChars, dwFillAttribute, dwFlags; WORD wShowWindow, cbReserved2; LPBYTE lpReserved2; HANDLE hStdInput, hStdOutput, hStdError; } STARTUPINFOA, *LPSTARTUPINFOA; typedef struct _STARTUPINFOW { DWORD cb; LPWSTR lpReserved, lpDesktop, lpTitle; DWORD dwX, dwY, dwXSize, dwYSize, dwXCountChars, dwYCountChars, dwFillAttribute, dwFlags; WORD wShowWindow, cbReserved2; LPBYTE lpReserved2; HANDLE hStdInput, hStdOutput, hStdError; } STARTUPINFOW, *LPSTARTUPINFOW;
typedef struct _WIN32_FIND_DATAA { DWORD dwFileAttributes; FILETIME ftCreationTime, ftLastAccessTime, ftLastWriteTime; DWORD nFileSizeHigh, nFileSizeLow, dwReserved0, dwReserved1; CHAR cFileName[260]; CHAR cAlternateFileName[14]; } WIN32_FIND_DATAA, *LPWIN32_FIND_DATAA; typedef struct _WIN32_FIND_DATAW { DWORD dwFileAttributes; FILETIME ftCreationTime, ftLastAccessTime, ftLastWriteTime; DWORD nFileSizeHigh, nFileSizeLow, dwReserved0, dwReserved1; WCHAR cFileName[260]; WCHAR cAlternateFileName[14]; } WIN32_FIND_DATAW, *LPWIN32_FIND_DATAW; typedef DWORD (*LPTHREAD_START_ROUTINE)(LPVOID); typedef struct { DWORD dwOemId, dwPageSize; DWORD dwNumberOfProcessors; } SYSTEM_INFO, *LPSYSTEM_INFO; typedef struct { DWORD dwLength, dwMemoryLoad; ULONGLONG ullTotalPhys, ullAvailPhys; } MEMORYSTATUSEX;
#define CREATE_NEW 1
#define CREATE_ALWAYS 2
#define OPEN_EXISTING 3
#define OPEN_ALWAYS 4
#define TRUNCATE_EXISTING 5
#define FILE_FLAG_OVERLAPPED 0x40000000
#define FILE_FLAG_DELETE_ON_CLOSE 0x04000000
#define FILE_BEGIN 0
#define FILE_CURRENT 1
#define FILE_END 2
#define STD_INPUT_HANDLE ((DWORD)-10)
#define STD_OUTPUT_HANDLE ((DWORD)-11)
#define STD_ERROR_HANDLE ((DWORD)-12)
#define STARTF_USESTDHANDLES 0x100
#define STARTF_USESHOWWINDOW 1
#define CREATE_NO_WINDOW 0x08000000
#define CREATE_NEW_CONSOLE 0x10
#define DETACHED_PROCESS 8
#define NORMAL_PRIORITY_CLASS 0x20
#define WAIT_OBJECT_0 0
#define WAIT_TIMEOUT 258L
#define WAIT_FAILED 0xFFFFFFFF
#define LOGON_WITH_PROFILE 1
#define LOGON_NETCREDENTIALS_ONLY 2
#define LOGON32_LOGON_INTERACTIVE 2
#define LOGON32_LOGON_NETWORK 3
#define LOGON32_LOGON_BATCH 4
#define LOGON32_LOGON_SERVICE 5
#define LOGON32_LOGON_NETWORK_CLEARTEXT 8
#define LOGON32_PROVIDER_DEFAULT 0
#define LOGON32_PROVIDER_WINNT50 3
#define FORMAT_MESSAGE_ALLOCATE_BUFFER 0x100
#define FORMAT_MESSAGE_IGNORE_INSERTS 0x200
#define FORMAT_MESSAGE_FROM_STRING 0x400
#define FORMAT_MESSAGE_FROM_SYSTEM 0x1000
#define MOVEFILE_REPLACE_EXISTING 1
#define GMEM_FIXED 0
#define GMEM_ZEROINIT 0x40
#define LMEM_ZEROINIT 0x40
#define GPTR 0x40
#define LPTR 0x40
#define HEAP_ZERO_MEMORY 8
#define LOAD_LIBRARY_AS_DATAFILE 2
#define LOAD_LIBRARY_SEARCH_SYSTEM32 0x800
#define LOAD_WITH_ALTERED_SEARCH_PATH 8
#define PIPE_ACCESS_DUPLEX 3
#define PIPE_TYPE_MESSAGE 4
#define PIPE_WAIT 0
#define PIPE_UNLIMITED_INSTANCES 255
#define HANDLE_FLAG_INHERIT 1
#define _AW1(R, n, P1, P2) R n##A P1; R n##W P2;
_AW1(HANDLE, CreateFile, (LPCSTR, DWORD, DWORD, LPSECURITY_ATTRIBUTES, DWORD, DWORD, HANDLE), (LPCWSTR, DWORD, DWORD, LPSECURITY_ATTRIBUTES, DWORD, DWORD, HANDLE)) BOOL ReadFile(HANDLE, LPVOID, DWORD, LPDWORD, LPOVERLAPPED); BOOL WriteFile(HANDLE, LPCVOID, DWORD, LPDWORD, LPOVERLAPPED); BOOL CloseHandle(HANDLE); DWORD SetFilePointer(HANDLE, LONG, PLONG, DWORD); DWORD GetFileSize(HANDLE, LPDWORD); BOOL GetFileSizeEx(HANDLE, PLARGE_INTEGER); BOOL FlushFileBuffers(HANDLE); BOOL SetEndOfFile(HANDLE);
_AW1(BOOL, DeleteFile, (LPCSTR), (LPCWSTR)) _AW1(BOOL, CopyFile, (LPCSTR, LPCSTR, BOOL), (LPCWSTR, LPCWSTR, BOOL)) _AW1(BOOL, MoveFile, (LPCSTR, LPCSTR), (LPCWSTR, LPCWSTR)) _AW1(BOOL, MoveFileEx, (LPCSTR, LPCSTR, DWORD), (LPCWSTR, LPCWSTR, DWORD)) _AW1(BOOL, CreateDirectory, (LPCSTR, LPSECURITY_ATTRIBUTES), (LPCWSTR, LPSECURITY_ATTRIBUTES)) _AW1(BOOL, RemoveDirectory, (LPCSTR), (LPCWSTR)) _AW1(DWORD, GetFileAttributes, (LPCSTR), (LPCWSTR)) _AW1(BOOL, SetFileAttributes, (LPCSTR, DWORD), (LPCWSTR, DWORD)) _AW1(HANDLE, FindFirstFile, (LPCSTR, LPWIN32_FIND_DATAA), (LPCWSTR, LPWIN32_FIND_DATAW)) _AW1(BOOL, FindNextFile, (HANDLE, LPWIN32_FIND_DATAA), (HANDLE, LPWIN32_FIND_DATAW)) BOOL FindClose(HANDLE); _AW1(DWORD, GetFullPathName, (LPCSTR, DWORD, LPSTR, LPSTR *), (LPCWSTR, DWORD, LPWSTR, LPWSTR *)) _AW1(DWORD, GetTempPath, (DWORD, LPSTR), (DWORD, LPWSTR)) _AW1(UINT, GetTempFileName, (LPCSTR, LPCSTR, UINT, LPSTR), (LPCWSTR, LPCWSTR, UINT, LPWSTR)) _AW1(BOOL, SetCurrentDirectory, (LPCSTR), (LPCWSTR)) _AW1(DWORD, GetCurrentDirectory, (DWORD, LPSTR), (DWORD, LPWSTR)) _AW1(UINT, GetSystemDirectory, (LPSTR, UINT), (LPWSTR, UINT)) _AW1(UINT, GetWindowsDirectory, (LPSTR, UINT), (LPWSTR, UINT)) _AW1(DWORD, SearchPath, (LPCSTR, LPCSTR, LPCSTR, DWORD, LPSTR, LPSTR *), (LPCWSTR, LPCWSTR, LPCWSTR, DWORD, LPWSTR, LPWSTR *))
_AW1(HMODULE, LoadLibrary, (LPCSTR), (LPCWSTR)) _AW1(HMODULE, LoadLibraryEx, (LPCSTR, HANDLE, DWORD), (LPCWSTR, HANDLE, DWORD)) DWORD LoadModule(LPCSTR, LPVOID); BOOL FreeLibrary(HMODULE); FARPROC GetProcAddress(HMODULE, LPCSTR); _AW1(HMODULE, GetModuleHandle, (LPCSTR), (LPCWSTR)) _AW1(DWORD, GetModuleFileName, (HMODULE, LPSTR, DWORD), (HMODULE, LPWSTR, DWORD)) _AW1(BOOL, SetDllDirectory, (LPCSTR), (LPCWSTR)) PVOID AddDllDirectory(PCWSTR); BOOL SetDefaultDllDirectories(DWORD);
_AW1(BOOL, CreateProcess, (LPCSTR, LPSTR, LPSECURITY_ATTRIBUTES, LPSECURITY_ATTRIBUTES, BOOL, DWORD, LPVOID, LPCSTR, LPSTARTUPINFOA, LPPROCESS_INFORMATION), (LPCWSTR, LPWSTR, LPSECURITY_ATTRIBUTES, LPSECURITY_ATTRIBUTES, BOOL, DWORD, LPVOID, LPCWSTR, LPSTARTUPINFOW, LPPROCESS_INFORMATION)) _AW1(BOOL, CreateProcessAsUser, (HANDLE, LPCSTR, LPSTR, LPSECURITY_ATTRIBUTES, LPSECURITY_ATTRIBUTES, BOOL, DWORD, LPVOID, LPCSTR, LPSTARTUPINFOA, LPPROCESS_INFORMATION), (HANDLE, LPCWSTR, LPWSTR, LPSECURITY_ATTRIBUTES, LPSECURITY_ATTRIBUTES, BOOL, DWORD, LPVOID, LPCWSTR, LPSTARTUPINFOW, LPPROCESS_INFORMATION)) BOOL CreateProcessWithLogonW(LPCWSTR, LPCWSTR, LPCWSTR, DWORD, LPCWSTR, LPWSTR, DWORD, LPVOID, LPCWSTR, LPSTARTUPINFOW, LPPROCESS_INFORMATION); UINT WinExec(LPCSTR, UINT); _AW1(BOOL, LogonUser, (LPCSTR, LPCSTR, LPCSTR, DWORD, DWORD, PHANDLE), (LPCWSTR, LPCWSTR, LPCWSTR, DWORD, DWORD, PHANDLE)) BOOL ImpersonateLoggedOnUser(HANDLE); BOOL RevertToSelf(void); _AW1(BOOL, GetUserName, (LPSTR, LPDWORD), (LPWSTR, LPDWORD)) _AW1(BOOL, GetComputerName, (LPSTR, LPDWORD), (LPWSTR, LPDWORD)) _AW1(BOOL, SetComputerName, (LPCSTR), (LPCWSTR)) LPSTR GetCommandLineA(void); LPWSTR GetCommandLineW(void); LPWSTR *CommandLineToArgvW(LPCWSTR, int *); _AW1(DWORD, GetEnvironmentVariable, (LPCSTR, LPSTR, DWORD), (LPCWSTR, LPWSTR, DWORD)) _AW1(BOOL, SetEnvironmentVariable, (LPCSTR, LPCSTR), (LPCWSTR, LPCWSTR)) _AW1(DWORD, ExpandEnvironmentStrings, (LPCSTR, LPSTR, DWORD), (LPCWSTR, LPWSTR, DWORD))
DWORD GetLastError(void); void SetLastError(DWORD); _AW1(DWORD, FormatMessage, (DWORD, LPCVOID, DWORD, DWORD, LPSTR, DWORD, va_list *), (DWORD, LPCVOID, DWORD, DWORD, LPWSTR, DWORD, va_list *)) HANDLE GetStdHandle(DWORD); void Sleep(DWORD); DWORD GetTickCount(void); ULONGLONG GetTickCount64(void); void GetSystemTime(LPSYSTEMTIME); void GetLocalTime(LPSYSTEMTIME); void GetSystemTimeAsFileTime(LPFILETIME); BOOL QueryPerformanceCounter(PLARGE_INTEGER); BOOL QueryPerformanceFrequency(PLARGE_INTEGER); DWORD GetCurrentProcessId(void); DWORD GetCurrentThreadId(void); HANDLE GetCurrentProcess(void); HANDLE GetCurrentThread(void); HANDLE OpenProcess(DWORD, BOOL, DWORD); BOOL TerminateProcess(HANDLE, UINT); void ExitProcess(UINT) __attribute__((noreturn)); BOOL GetExitCodeProcess(HANDLE, LPDWORD); HANDLE CreateThread(LPSECURITY_ATTRIBUTES, SIZE_T, LPTHREAD_START_ROUTINE, LPVOID, DWORD, LPDWORD); void ExitThread(DWORD) __attribute__((noreturn)); DWORD WaitForSingleObject(HANDLE, DWORD); DWORD WaitForMultipleObjects(DWORD, const HANDLE *, BOOL, DWORD); _AW1(HANDLE, CreateMutex, (LPSECURITY_ATTRIBUTES, BOOL, LPCSTR), (LPSECURITY_ATTRIBUTES, BOOL, LPCWSTR)) BOOL ReleaseMutex(HANDLE); _AW1(HANDLE, CreateEvent, (LPSECURITY_ATTRIBUTES, BOOL, BOOL, LPCSTR), (LPSECURITY_ATTRIBUTES, BOOL, BOOL, LPCWSTR)) BOOL SetEvent(HANDLE); BOOL ResetEvent(HANDLE); void InitializeCriticalSection(LPCRITICAL_SECTION); void EnterCriticalSection(LPCRITICAL_SECTION); void LeaveCriticalSection(LPCRITICAL_SECTION); void DeleteCriticalSection(LPCRITICAL_SECTION); LONG InterlockedIncrement(volatile LONG *); LONG InterlockedDecrement(volatile LONG *); LONG InterlockedExchange(volatile LONG *, LONG);
BOOL CreatePipe(PHANDLE, PHANDLE, LPSECURITY_ATTRIBUTES, DWORD); BOOL SetHandleInformation(HANDLE, DWORD, DWORD); BOOL DuplicateHandle(HANDLE, HANDLE, HANDLE, PHANDLE, DWORD, BOOL, DWORD); _AW1(HANDLE, CreateNamedPipe, (LPCSTR, DWORD, DWORD, DWORD, DWORD, DWORD, DWORD, LPSECURITY_ATTRIBUTES), (LPCWSTR, DWORD, DWORD, DWORD, DWORD, DWORD, DWORD, LPSECURITY_ATTRIBUTES)) BOOL ConnectNamedPipe(HANDLE, LPOVERLAPPED); BOOL PeekNamedPipe(HANDLE, LPVOID, DWORD, LPDWORD, LPDWORD, LPDWORD); _AW1(HANDLE, CreateFileMapping, (HANDLE, LPSECURITY_ATTRIBUTES, DWORD, DWORD, DWORD, LPCSTR), (HANDLE, LPSECURITY_ATTRIBUTES, DWORD, DWORD, DWORD, LPCWSTR)) LPVOID MapViewOfFile(HANDLE, DWORD, DWORD, DWORD, SIZE_T); BOOL UnmapViewOfFile(LPCVOID);
HGLOBAL GlobalAlloc(UINT, SIZE_T); HGLOBAL GlobalFree(HGLOBAL); LPVOID GlobalLock(HGLOBAL); BOOL GlobalUnlock(HGLOBAL); HLOCAL LocalAlloc(UINT, SIZE_T); HLOCAL LocalFree(HLOCAL); HANDLE GetProcessHeap(void); LPVOID HeapAlloc(HANDLE, DWORD, SIZE_T); LPVOID HeapReAlloc(HANDLE, DWORD, LPVOID, SIZE_T); BOOL HeapFree(HANDLE, DWORD, LPVOID); LPVOID VirtualAlloc(LPVOID, SIZE_T, DWORD, DWORD); BOOL VirtualFree(LPVOID, SIZE_T, DWORD); BOOL VirtualProtect(LPVOID, SIZE_T, DWORD, PDWORD); BOOL VirtualLock(LPVOID, SIZE_T); void GetSystemInfo(LPSYSTEM_INFO); BOOL GetVersionExW(OSVERSIONINFOW *); DWORD GetVersion(void); BOOL IsDebuggerPresent(void); void DebugBreak(void); _AW1(void, OutputDebugString, (LPCSTR), (LPCWSTR)) BOOL OpenProcessToken(HANDLE, DWORD, PHANDLE); _AW1(BOOL, LookupPrivilegeValue, (LPCSTR, LPCSTR, PLUID), (LPCWSTR, LPCWSTR, PLUID)) BOOL AdjustTokenPrivileges(HANDLE, BOOL, PTOKEN_PRIVILEGES, DWORD, PTOKEN_PRIVILEGES, PDWORD); BOOL SystemFunction036(PVOID, ULONG); BOOL RtlGenRandom(PVOID, ULONG); BOOL FileTimeToSystemTime(const FILETIME *, LPSYSTEMTIME);
_AW1(int, lstrlen, (LPCSTR), (LPCWSTR)) LPSTR lstrcpyA(LPSTR, LPCSTR); LPWSTR lstrcpyW(LPWSTR, LPCWSTR); LPSTR lstrcpynA(LPSTR, LPCSTR, int); LPWSTR lstrcpynW(LPWSTR, LPCWSTR, int); LPSTR lstrcatA(LPSTR, LPCSTR); LPWSTR lstrcatW(LPWSTR, LPCWSTR); _AW1(int, lstrcmp, (LPCSTR, LPCSTR), (LPCWSTR, LPCWSTR)) _AW1(int, lstrcmpi, (LPCSTR, LPCSTR), (LPCWSTR, LPCWSTR)) _AW1(DWORD, GetPrivateProfileString, (LPCSTR, LPCSTR, LPCSTR, LPSTR, DWORD, LPCSTR), (LPCWSTR, LPCWSTR, LPCWSTR, LPWSTR, DWORD, LPCWSTR)) _AW1(BOOL, WritePrivateProfileString, (LPCSTR, LPCSTR, LPCSTR, LPCSTR), (LPCWSTR, LPCWSTR, LPCWSTR, LPCWSTR)) _AW1(UINT, GetPrivateProfileInt, (LPCSTR, LPCSTR, INT, LPCSTR), (LPCWSTR, LPCWSTR, INT, LPCWSTR))
typedef struct { DWORD dwServiceType, dwCurrentState, dwControlsAccepted, dwWin32ExitCode, dwServiceSpecificExitCode, dwCheckPoint, dwWaitHint; } SERVICE_STATUS, *LPSERVICE_STATUS; _AW1(SC_HANDLE, OpenSCManager, (LPCSTR, LPCSTR, DWORD), (LPCWSTR, LPCWSTR, DWORD)) _AW1(SC_HANDLE, CreateService, (SC_HANDLE, LPCSTR, LPCSTR, DWORD, DWORD, DWORD, DWORD, LPCSTR, LPCSTR, LPDWORD, LPCSTR, LPCSTR, LPCSTR), (SC_HANDLE, LPCWSTR, LPCWSTR, DWORD, DWORD, DWORD, DWORD, LPCWSTR, LPCWSTR, LPDWORD, LPCWSTR, LPCWSTR, LPCWSTR)) BOOL CloseServiceHandle(SC_HANDLE); _AW1(HANDLE, RegisterEventSource, (LPCSTR, LPCSTR), (LPCWSTR, LPCWSTR)) _AW1(BOOL, ReportEvent, (HANDLE, WORD, WORD, DWORD, PSID, WORD, DWORD, LPCSTR *, LPVOID), (HANDLE, WORD, WORD, DWORD, PSID, WORD, DWORD, LPCWSTR *, LPVOID)) BOOL DeregisterEventSource(HANDLE); BOOL InitializeSecurityDescriptor(PSECURITY_DESCRIPTOR, DWORD); BOOL SetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR, BOOL, PACL, BOOL);
#ifdef UNICODE
#define _AWN(n) n##W
#else
#define _AWN(n) n##A
#endif
#define CreateFile _AWN(CreateFile)
#define DeleteFile _AWN(DeleteFile)
#define CopyFile _AWN(CopyFile)
#define MoveFile _AWN(MoveFile)
#define MoveFileEx _AWN(MoveFileEx)
#define CreateDirectory _AWN(CreateDirectory)
#define RemoveDirectory _AWN(RemoveDirectory)
#define GetFileAttributes _AWN(GetFileAttributes)
#define SetFileAttributes _AWN(SetFileAttributes)
#define FindFirstFile _AWN(FindFirstFile)
#define FindNextFile _AWN(FindNextFile)
#define WIN32_FIND_DATA _AWN(WIN32_FIND_DATA)
#define STARTUPINFO _AWN(STARTUPINFO)
#define LPSTARTUPINFO _AWN(LPSTARTUPINFO)
#define GetFullPathName _AWN(GetFullPathName)
#define GetTempPath _AWN(GetTempPath)
#define GetTempFileName _AWN(GetTempFileName)
#define SetCurrentDirectory _AWN(SetCurrentDirectory)
#define GetCurrentDirectory _AWN(GetCurrentDirectory)
#define GetSystemDirectory _AWN(GetSystemDirectory)
#define GetWindowsDirectory _AWN(GetWindowsDirectory)
#define SearchPath _AWN(SearchPath)
#define LoadLibrary _AWN(LoadLibrary)
#define LoadLibraryEx _AWN(LoadLibraryEx)
#define GetModuleHandle _AWN(GetModuleHandle)
#define GetModuleFileName _AWN(GetModuleFileName)
#define SetDllDirectory _AWN(SetDllDirectory)
#define CreateProcess _AWN(CreateProcess)
#define CreateProcessAsUser _AWN(CreateProcessAsUser)
#define LogonUser _AWN(LogonUser)
#define GetUserName _AWN(GetUserName)
#define GetComputerName _AWN(GetComputerName)
#define SetComputerName _AWN(SetComputerName)
#define GetCommandLine _AWN(GetCommandLine)
#define GetEnvironmentVariable _AWN(GetEnvironmentVariable)
#define SetEnvironmentVariable _AWN(SetEnvironmentVariable)
#define ExpandEnvironmentStrings _AWN(ExpandEnvironmentStrings)
#define FormatMessage _AWN(FormatMessage)
#define CreateMutex _AWN(CreateMutex)
#define CreateEvent _AWN(CreateEvent)
#define CreateNamedPipe _AWN(CreateNamedPipe)
#define CreateFileMapping _AWN(CreateFileMapping)
#define OutputDebugString _AWN(OutputDebugString)
#define LookupPrivilegeValue _AWN(LookupPrivilegeValue)
#define lstrlen _AWN(lstrlen)
#define lstrcpy _AWN(lstrcpy)
#define lstrcpyn _AWN(lstrcpyn)
#define lstrcat _AWN(lstrcat)
#define lstrcmp _AWN(lstrcmp)
#define lstrcmpi _AWN(lstrcmpi)
#define GetPrivateProfileString _AWN(GetPrivateProfileString)
#define WritePrivateProfileString _AWN(WritePrivateProfileString)
#define GetPrivateProfileInt _AWN(GetPrivateProfileInt)
#define OpenSCManager _AWN(OpenSCManager)
#define CreateService _AWN(CreateService)
#define RegisterEventSource _AWN(RegisterEventSource)
#define ReportEvent _AWN(ReportEvent)
#define MAX_COMPUTERNAME_LENGTH 15
#define COPY_FILE_FAIL_IF_EXISTS 1
#define REPLACEFILE_WRITE_THROUGH 1
#define WT_EXECUTEDEFAULT 0
typedef enum _COMPUTER_NAME_FORMAT { ComputerNameNetBIOS, ComputerNameDnsHostname, ComputerNameDnsDomain, ComputerNameDnsFullyQualified, ComputerNamePhysicalNetBIOS, ComputerNamePhysicalDnsHostname, ComputerNamePhysicalDnsDomain, ComputerNamePhysicalDnsFullyQualified, ComputerNameMax } COMPUTER_NAME_FORMAT;
typedef DWORD (*LPPROGRESS_ROUTINE)(LARGE_INTEGER, LARGE_INTEGER, LARGE_INTEGER, LARGE_INTEGER, DWORD, DWORD, HANDLE, HANDLE, LPVOID);
_AW1(BOOL, SetComputerNameEx, (COMPUTER_NAME_FORMAT, LPCSTR), (COMPUTER_NAME_FORMAT, LPCWSTR)) _AW1(BOOL, GetComputerNameEx, (COMPUTER_NAME_FORMAT, LPSTR, LPDWORD), (COMPUTER_NAME_FORMAT, LPWSTR, LPDWORD)) _AW1(BOOL, CopyFileEx, (LPCSTR, LPCSTR, LPPROGRESS_ROUTINE, LPVOID, BOOL *, DWORD), (LPCWSTR, LPCWSTR, LPPROGRESS_ROUTINE, LPVOID, BOOL *, DWORD)) _AW1(BOOL, ReplaceFile, (LPCSTR, LPCSTR, LPCSTR, DWORD, LPVOID, LPVOID), (LPCWSTR, LPCWSTR, LPCWSTR, DWORD, LPVOID, LPVOID)) _AW1(BOOL, CreateHardLink, (LPCSTR, LPCSTR, LPSECURITY_ATTRIBUTES), (LPCWSTR, LPCWSTR, LPSECURITY_ATTRIBUTES)) _AW1(BOOLEAN, CreateSymbolicLink, (LPCSTR, LPCSTR, DWORD), (LPCWSTR, LPCWSTR, DWORD))
HANDLE CreateFile2(LPCWSTR, DWORD, DWORD, DWORD, void *); BOOL QueueUserWorkItem(DWORD (*)(LPVOID), PVOID, ULONG); LPWSTR GetEnvironmentStringsW(void); LPSTR GetEnvironmentStringsA(void); BOOL FreeEnvironmentStringsW(LPWSTR); BOOL FreeEnvironmentStringsA(LPSTR); HMODULE LoadPackagedLibrary(LPCWSTR, DWORD); BOOL CryptProtectMemory(LPVOID, DWORD, DWORD); BOOL CryptUnprotectMemory(LPVOID, DWORD, DWORD);
#define SetComputerNameEx _AWN(SetComputerNameEx)
#define GetComputerNameEx _AWN(GetComputerNameEx)
#define CopyFileEx _AWN(CopyFileEx)
#define ReplaceFile _AWN(ReplaceFile)
#define CreateHardLink _AWN(CreateHardLink)
#define CreateSymbolicLink _AWN(CreateSymbolicLink)
#define GetEnvironmentStrings _AWN(GetEnvironmentStrings)
#define FreeEnvironmentStrings _AWN(FreeEnvironmentStrings)
__END_DECLS
