// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <windows.h>
__BEGIN_DECLS
typedef struct _USER_INFO_1 { LPWSTR usri1_name, usri1_password; DWORD usri1_password_age, usri1_priv; LPWSTR usri1_home_dir, usri1_comment; DWORD usri1_flags; LPWSTR usri1_script_path; } USER_INFO_1; DWORD NetUserAdd(LPCWSTR, DWORD, LPBYTE, LPDWORD); DWORD NetUserChangePassword(LPCWSTR, LPCWSTR, LPCWSTR, LPCWSTR);
__END_DECLS
