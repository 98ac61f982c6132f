#include <stdio.h>
#include <windows.h>
#include <wincrypt.h>
void read_bad(FILE *f, HANDLE *t) {
  char password[100];
  if (fread(password, 1, sizeof password, f) == 0) return;
  LogonUserA("User", "Domain", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t);  // EXPECT: plaintext-password-storage
}
