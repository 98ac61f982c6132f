#include <stdio.h>
#include <string.h>
#include <windows.h>
void last_bad(HANDLE *t) {
  char password[100];
  if (fgets(password, 100, stdin) == NULL) return;
  LogonUserA("User", "Domain", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t);
  memset(password, 0, sizeof(password));  // EXPECT: wipe-optimised-away
}
void macro_bad(HANDLE *t) {
  char password[100];
  if (fgets(password, 100, stdin) == NULL) return;
  LogonUserA("User", "Domain", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t);
  ZeroMemory(password, sizeof(password));  // EXPECT: wipe-optimised-away
}
void kept_ok(HANDLE *t) {
  char password[100];
  if (fgets(password, 100, stdin) == NULL) return;
  LogonUserA("User", "Domain", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t);
  SecureZeroMemory(password, sizeof(password));
}
void read_later_ok(HANDLE *t) {
  char password[100];
  if (fgets(password, 100, stdin) == NULL) return;
  LogonUserA("User", "Domain", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t);
  memset(password, 0, sizeof(password));
  puts(password);
}
void no_secret_ok(void) {
  char line[100];
  if (fgets(line, 100, stdin) == NULL) return;
  puts(line);
  memset(line, 0, sizeof(line));
}
