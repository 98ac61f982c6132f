#include <windows.h>
#include <wincrypt.h>
#include <stdio.h>
#include <stdlib.h>
#include <winsock2.h>
#include <wchar.h>
#define HASH_INPUT "ABCDEFG123456"
#define CRYPTO_KEY L"Hardcoded"
/* wide characters through the same ways */
void wide_copied_bad(HANDLE *t) {
  wchar_t *password;
  wchar_t buffer[100] = L"";
  password = buffer;
  wcscpy(password, L"ABCD1234!");
  if (LogonUserW(L"User", L"Domain", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t) != 0) CloseHandle(*t);  // EXPECT: hard-coded-credential
}
void wide_read_ok(HANDLE *t) {
  wchar_t buffer[100] = L"";
  wchar_t *password = buffer;
  size_t n;
  if (fgetws(password, 100, stdin) == NULL) { password[0] = L'\0'; }
  n = wcslen(password);
  if (n > 0) password[n - 1] = L'\0';
  if (LogonUserW(L"User", L"Domain", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t) != 0) CloseHandle(*t);
}
void key_bad(void) {
  HCRYPTPROV p = (HCRYPTPROV)0;
  HCRYPTKEY k = (HCRYPTKEY)0;
  HCRYPTHASH h = (HCRYPTHASH)0;
  wchar_t *key;
  wchar_t buffer[100] = L"";
  key = buffer;
  wcscpy(key, CRYPTO_KEY);
  BYTE secret[] = "message";
  DWORD n = sizeof(secret);
  do {
    if (!CryptAcquireContextW(&p, NULL, NULL, PROV_RSA_AES, 0)) break;
    if (!CryptCreateHash(p, CALG_SHA_256, 0, 0, &h)) break;
    if (!CryptHashData(h, (BYTE *)key, wcslen(key) * sizeof(wchar_t), 0)) break;
    if (!CryptDeriveKey(p, CALG_AES_256, h, 0, &k)) break;  // EXPECT: hard-coded-key
    if (!CryptEncrypt(k, 0, 1, 0, secret, &n, sizeof(secret))) break;
  } while (0);
  if (k) CryptDestroyKey(k);
  if (h) CryptDestroyHash(h);
  if (p) CryptReleaseContext(p, 0);
}
void no_hash_data_bad(void) {
  BYTE payload[100];
  DWORD length = strlen((char *)payload);
  HCRYPTPROV p = (HCRYPTPROV)NULL;
  HCRYPTHASH h = (HCRYPTHASH)NULL;
  HCRYPTKEY k = (HCRYPTKEY)NULL;
  char input[100];
  if (fgets(input, 100, stdin) == NULL) exit(1);
  if (!CryptAcquireContextW(&p, 0, 0, PROV_RSA_FULL, 0)) exit(1);
  if (!CryptCreateHash(p, CALG_SHA_256, 0, 0, &h)) exit(1);
  if (!CryptDeriveKey(p, CALG_AES_256, h, 0, &k)) exit(1);  // EXPECT: missing-crypto-step
  if (!CryptEncrypt(k, (HCRYPTHASH)NULL, 1, 0, payload, &length, sizeof(payload))) exit(1);
}
void decrypt_with_typed_password_ok(FILE *f) {
  HCRYPTPROV p = 0;
  HCRYPTKEY k = 0;
  HCRYPTHASH h = 0;
  char password[100];
  BYTE data[200];
  DWORD n;
  if (fgets(password, 100, stdin) == NULL) exit(1);
  n = fread(data, 1, sizeof data, f);
  if (!CryptAcquireContextW(&p, 0, 0, PROV_RSA_AES, 0)) exit(1);
  if (!CryptCreateHash(p, CALG_SHA_256, 0, 0, &h)) exit(1);
  if (!CryptHashData(h, (BYTE *)password, strlen(password), 0)) exit(1);
  if (!CryptDeriveKey(p, CALG_AES_256, h, 0, &k)) exit(1);
  if (!CryptDecrypt(k, 0, 1, 0, data, &n)) exit(1);
}
void received_line_bad(SOCKET s, HANDLE *t) {
  char password[100] = "";
  char *replace;
  int n = recv(s, password, 99, 0);
  if (n == SOCKET_ERROR || n == 0) return;
  password[n] = '\0';
  replace = strchr(password, '\r');
  if (replace) *replace = '\0';
  if (LogonUserA("User", "Domain", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t) != 0) CloseHandle(*t);  // EXPECT: cleartext-transmission
}
void sent_bad(SOCKET s, HANDLE *t) {
  char password[100];
  if (fgets(password, 100, stdin) == NULL) return;
  if (LogonUserA("User", "Domain", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t) != 0) CloseHandle(*t);
  send(s, password, strlen(password), 0);  // EXPECT: cleartext-transmission
}
void registry_bad(HANDLE *t) {
  HKEY key = NULL;
  char password[100];
  DWORD n = sizeof password;
  if (RegOpenKeyExA(HKEY_CURRENT_USER, "Software\\App", 0, KEY_READ, &key) != ERROR_SUCCESS) return;
  if (RegQueryValueExA(key, "pw", NULL, NULL, (LPBYTE)password, &n) != ERROR_SUCCESS) return;
  if (LogonUserA("User", "Domain", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t) != 0) CloseHandle(*t);  // EXPECT: plaintext-password-storage
}
void file_unsealed_ok(FILE *f, HCRYPTKEY k, HANDLE *t) {
  char password[100];
  DWORD n = fread(password, 1, 99, f);
  if (!CryptDecrypt(k, 0, 1, 0, (BYTE *)password, &n)) return;
  password[n] = 0;
  if (LogonUserA("User", "Domain", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t) != 0) CloseHandle(*t);
}
