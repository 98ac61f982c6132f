// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <winbase.h>
__BEGIN_DECLS
typedef LRESULT (*WNDPROC)(HWND, UINT, WPARAM, LPARAM); typedef INT_PTR (*DLGPROC)(HWND, UINT, WPARAM, LPARAM); typedef struct { HWND hwnd; UINT message; WPARAM wParam; LPARAM lParam; DWORD time; POINT pt; } MSG, *LPMSG; typedef struct { UINT style; WNDPROC lpfnWndProc; int cbClsExtra, cbWndExtra; HINSTANCE hInstance; HICON hIcon; HCURSOR hCursor; HBRUSH hbrBackground; LPCSTR lpszMenuName, lpszClassName; } WNDCLASSA, WNDCLASS;
#define MB_OK 0
#define MB_YESNO 4
#define MB_ICONERROR 0x10
#define IDOK 1
#define IDCANCEL 2
#define IDYES 6
#define WM_INITDIALOG 0x110
#define WM_COMMAND 0x111
#define WM_CLOSE 0x10
#define WM_DESTROY 2
#define SW_HIDE 0
#define SW_SHOW 5
#define SW_SHOWNORMAL 1
#define CF_TEXT 1
#define CF_UNICODETEXT 13
_AW1(int, MessageBox, (HWND, LPCSTR, LPCSTR, UINT), (HWND, LPCWSTR, LPCWSTR, UINT)) int wsprintfA(LPSTR, LPCSTR, ...); int wsprintfW(LPWSTR, LPCWSTR, ...); int wvsprintfA(LPSTR, LPCSTR, va_list); _AW1(UINT, GetDlgItemText, (HWND, int, LPSTR, int), (HWND, int, LPWSTR, int)) _AW1(BOOL, SetDlgItemText, (HWND, int, LPCSTR), (HWND, int, LPCWSTR)) _AW1(int, GetWindowText, (HWND, LPSTR, int), (HWND, LPWSTR, int)) _AW1(BOOL, SetWindowText, (HWND, LPCSTR), (HWND, LPCWSTR)) HWND GetDlgItem(HWND, int); BOOL EndDialog(HWND, INT_PTR); _AW1(LRESULT, SendMessage, (HWND, UINT, WPARAM, LPARAM), (HWND, UINT, WPARAM, LPARAM)) BOOL OpenClipboard(HWND); HANDLE GetClipboardData(UINT); BOOL CloseClipboard(void); LRESULT DefWindowProcA(HWND, UINT, WPARAM, LPARAM); void PostQuitMessage(int); HWND GetDesktopWindow(void); HWND FindWindowA(LPCSTR, LPCSTR); BOOL ExitWindowsEx(UINT, DWORD); int GetSystemMetrics(int); HDESK CreateDesktopA(LPCSTR, LPCSTR, void *, DWORD, DWORD, LPSECURITY_ATTRIBUTES); _AW1(int, LoadString, (HINSTANCE, UINT, LPSTR, int), (HINSTANCE, UINT, LPWSTR, int))
#define MessageBox _AWN(MessageBox)
#define wsprintf _AWN(wsprintf)
#define GetDlgItemText _AWN(GetDlgItemText)
#define SetDlgItemText _AWN(SetDlgItemText)
#define GetWindowText _AWN(GetWindowText)
#define SetWindowText _AWN(SetWindowText)
#define SendMessage _AWN(SendMessage)
#define LoadString _AWN(LoadString)
__END_DECLS
