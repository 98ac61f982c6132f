#include <windows.h>
#include <stdio.h>
#include <wincrypt.h>
#define PASSWORD L"ABCD1234!"
void logon_bad(HANDLE *t) { LogonUserA("User", "Domain", "Passw0rd!", LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t); }  // EXPECT: hard-coded-credential
void logon_wide_bad(HANDLE *t) { LogonUserW(L"User", L"Domain", PASSWORD, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t); }  // EXPECT: hard-coded-credential
void copied_bad(HANDLE *t) {
  char password[100] = "";
  strcpy(password, "Passw0rd!");
  LogonUserA("User", "Domain", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t);  // EXPECT: hard-coded-credential
}
void asked_ok(HANDLE *t) {
  char password[100] = "";
  if (fgets(password, sizeof password, stdin) == NULL) return;
  LogonUserA("User", "Domain", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t);
}
void empty_ok(HANDLE *t) { LogonUserA("User", "Domain", "", LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t); }
