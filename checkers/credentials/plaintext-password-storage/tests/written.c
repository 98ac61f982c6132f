#include <windows.h>
#include <wincrypt.h>
#include <crypt.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
void file_bad(FILE *f) {
  char password[100];
  if (fgets(password, 100, stdin) == NULL) return;
  fprintf(f, "password=%s\n", password);  // EXPECT: plaintext-password-storage
}
void hash_ok(FILE *f) {
  char password[100];
  if (fgets(password, 100, stdin) == NULL) return;
  fprintf(f, "password=%s\n", crypt(password, "$6$rounds=500000$saltsaltsalt$"));
}
void user_ok(FILE *f) {
  char user[100];
  if (fgets(user, 100, stdin) == NULL) return;
  fprintf(f, "user=%s\n", user);
}
void log_bad(void) {
  char passwd[100];
  if (fgets(passwd, 100, stdin) == NULL) return;
  syslog(LOG_INFO, "login with %s", passwd);  // EXPECT: plaintext-password-storage
}
void registry_bad(HKEY k) {
  char password[100];
  if (fgets(password, 100, stdin) == NULL) return;
  RegSetValueExA(k, "Password", 0, REG_SZ, (const BYTE *)password, strlen(password));  // EXPECT: plaintext-password-storage
}
void registry_ok(HKEY k, HCRYPTKEY c) {
  char password[100];
  DWORD n = 100;
  if (fgets(password, 100, stdin) == NULL) return;
  if (!CryptEncrypt(c, 0, TRUE, 0, (BYTE *)password, &n, 100)) return;
  RegSetValueExA(k, "Password", 0, REG_BINARY, (const BYTE *)password, n);
}
void shown_ok(void) {
  char password[100];
  if (fgets(password, 100, stdin) == NULL) return;
  fprintf(stderr, "%s", password);
}
