#include <winsock2.h>
#include <windows.h>
#include <wincrypt.h>
void received_bad(SOCKET s, HANDLE *t) {
  char password[100];
  if (recv(s, password, sizeof password, 0) <= 0) return;
  LogonUserA("User", "Domain", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t);  // EXPECT: cleartext-transmission
}
void decrypted_ok(SOCKET s, HCRYPTKEY k, HANDLE *t) {
  char password[100];
  DWORD n = sizeof password;
  if (recv(s, password, sizeof password, 0) <= 0) return;
  if (!CryptDecrypt(k, 0, TRUE, 0, (BYTE *)password, &n)) return;
  LogonUserA("User", "Domain", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t);
}
