#include <winsock2.h>
#include <windows.h>
#include <shellapi.h>
#include <shlwapi.h>
#include <strsafe.h>
#include <tchar.h>
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string>
#pragma comment(lib, "ws2_32")
static BOOL ReadLineFromSocket(SOCKET s, LPSTR buffer, int size) {
  int total = 0;
  while (total < size - 1) {
    int got = recv(s, buffer + total, 1, 0);
    if (got <= 0) break;
    if (buffer[total] == '\n') break;
    total += got;
  }
  buffer[total] = '\0';
  return total > 0;
}
void RunCommand(SOCKET s) {
  char line[512];
  if (!ReadLineFromSocket(s, line, sizeof(line))) return;
  char command[1024];
  StringCchPrintfA(command, ARRAYSIZE(command), "cmd.exe /c type \"%s\"", line);
  STARTUPINFOA si; PROCESS_INFORMATION pi;
  ZeroMemory(&si, sizeof(si)); si.cb = sizeof(si);
  CreateProcessA(NULL, command, NULL, NULL, FALSE, CREATE_NO_WINDOW, NULL, NULL, &si, &pi);  // EXPECT: command-injection
  WaitForSingleObject(pi.hProcess, INFINITE);
}
void RunFixed(SOCKET s) {
  char line[512];
  if (!ReadLineFromSocket(s, line, sizeof(line))) return;
  char command[] = "cmd.exe /c dir";
  STARTUPINFOA si; PROCESS_INFORMATION pi;
  ZeroMemory(&si, sizeof(si)); si.cb = sizeof(si);
  CreateProcessA(NULL, command, NULL, NULL, FALSE, CREATE_NO_WINDOW, NULL, NULL, &si, &pi);
}
void Shell1(void) {
  TCHAR file[MAX_PATH];
  if (GetEnvironmentVariable(_T("EDITOR_FILE"), file, MAX_PATH) == 0) return;
  ShellExecute(NULL, _T("open"), file, NULL, NULL, SW_SHOWNORMAL);  // EXPECT: command-injection
}
void Shell2(HKEY root) {
  HKEY key; WCHAR value[MAX_PATH]; DWORD size = sizeof(value); DWORD type;
  if (RegOpenKeyExW(root, L"Software\\Vendor\\App", 0, KEY_READ, &key) != ERROR_SUCCESS) return;
  if (RegQueryValueExW(key, L"Plugin", NULL, &type, (LPBYTE)value, &size) == ERROR_SUCCESS)
    LoadLibraryW(value);  // EXPECT: uncontrolled-library
  if (RegGetValueW(key, NULL, L"Tool", RRF_RT_REG_SZ, NULL, value, &size) == ERROR_SUCCESS) {
    SHELLEXECUTEINFOW info; memset(&info, 0, sizeof info); info.cbSize = sizeof info;
    info.lpVerb = L"open"; info.lpFile = value; info.nShow = SW_SHOW;
    ShellExecuteExW(&info);  // EXPECT: command-injection
  }
  RegCloseKey(key);
}
void Spawn(int argc, char **argv) {
  char arg[200] = "-v ";
  if (argc > 1) strcat_s(arg, sizeof arg, argv[1]);
  _spawnl(_P_WAIT, "C:\\tools\\conv.exe", "conv", arg, NULL);
}
void System2(void) {
  wchar_t cmd[300] = L"del ";
  wchar_t name[200];
  if (_getws_s(name, 200) == NULL) return;
  wcscat_s(cmd, 300, name);
  _wsystem(cmd);  // EXPECT: command-injection
}
void Pipe(const char *path) {
  HANDLE h = CreateFileA(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
  char buffer[256]; DWORD read = 0;
  if (h == INVALID_HANDLE_VALUE) return;
  if (ReadFile(h, buffer, sizeof(buffer) - 1, &read, NULL)) {
    buffer[read] = 0;
    FILE *p = _popen(buffer, "r");  // EXPECT: command-injection
    if (p) _pclose(p);
    WinExec(buffer, SW_HIDE);  // EXPECT: command-injection
  }
  CloseHandle(h);
}
void Env(SOCKET s) {
  char value[256];
  WSABUF wb; DWORD got, flags = 0; wb.buf = value; wb.len = 255;
  if (WSARecv(s, &wb, 1, &got, &flags, NULL, NULL) != 0) return;
  value[got] = 0;
  SetEnvironmentVariableA("PATH", value);  // EXPECT: search-path-injection
  SetEnvironmentVariableA("APP_MODE", value);  // EXPECT: config-injection
  SetCurrentDirectoryA(value);  // EXPECT: path-traversal
  std::string full = std::string("C:\\data\\") + value;
  DeleteFileA(full.c_str());  // EXPECT: path-traversal
  OutputDebugStringA(value);  // EXPECT: log-injection
}
void Env2(SOCKET s) {
  char value[256];
  int got = recvfrom(s, value, 255, 0, NULL, NULL);
  if (got < 0) return;
  value[got] = 0;
  PathStripPathA(value);
  char full[MAX_PATH];
  PathCombineA(full, "C:\\data", value);
  DeleteFileA(full);
}
