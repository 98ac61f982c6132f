#include <windows.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <malloc.h>
#include <string.h>
#include <unistd.h>
void logon_bad(HANDLE *t) {
  char password[100];
  if (fgets(password, sizeof password, stdin) == NULL) return;
  LogonUserA("u", "d", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t);  // EXPECT: secret-not-wiped
}
void logon_ok(HANDLE *t) {
  char password[100];
  if (fgets(password, sizeof password, stdin) == NULL) return;
  LogonUserA("u", "d", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t);
  SecureZeroMemory(password, sizeof password);
}
void through_pointer_bad(HANDLE *t) {
  wchar_t buffer[100] = L"";
  wchar_t *password = buffer;
  if (fgetws(password, 100, stdin) == NULL) return;
  LogonUserW(L"u", L"d", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t);  // EXPECT: secret-not-wiped
}
void through_pointer_ok(HANDLE *t) {
  wchar_t buffer[100] = L"";
  wchar_t *password = buffer;
  if (fgetws(password, 100, stdin) == NULL) return;
  LogonUserW(L"u", L"d", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t);
  SecureZeroMemory(buffer, sizeof buffer);
}
void key_bad(EVP_CIPHER_CTX *c, const unsigned char *iv, int file) {
  unsigned char key[32];
  if (read(file, key, sizeof key) != sizeof key) return;
  EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);  // EXPECT: secret-not-wiped
}
void key_ok(EVP_CIPHER_CTX *c, const unsigned char *iv, int file) {
  unsigned char key[32];
  if (read(file, key, sizeof key) != sizeof key) return;
  EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);
  OPENSSL_cleanse(key, sizeof key);
}
static void forget(unsigned char *p, size_t n) { explicit_bzero(p, n); }
void own_wipe_ok(EVP_CIPHER_CTX *c, const unsigned char *iv, int file) {
  unsigned char key[32];
  if (read(file, key, sizeof key) != sizeof key) return;
  EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);
  forget(key, sizeof key);
}
void of_the_caller_ok(EVP_CIPHER_CTX *c, const unsigned char *key, const unsigned char *iv) {
  EVP_EncryptInit_ex(c, EVP_aes_256_cbc(), NULL, key, iv);
}
void no_secret_ok(void) {
  char line[100];
  if (fgets(line, sizeof line, stdin) != NULL) puts(line);
}
void alloca_bad(HANDLE *t) {
  char *password = (char *)_alloca(100);
  if (fgets(password, 100, stdin) == NULL) return;
  LogonUserA("u", "d", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t);  // EXPECT: secret-not-wiped
}
void alloca_ok(HANDLE *t) {
  char *password = (char *)_alloca(100);
  if (fgets(password, 100, stdin) == NULL) return;
  LogonUserA("u", "d", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t);
  SecureZeroMemory(password, 100);
}
