#include <windows.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
void deleted_bad(HANDLE *t) {
  char *password = new char[100];
  if (fgets(password, 100, stdin) != NULL)
    LogonUserA("u", "d", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t);
  delete[] password;  // EXPECT: heap-secret-not-wiped
}
void deleted_ok(HANDLE *t) {
  char *password = new char[100];
  if (fgets(password, 100, stdin) != NULL)
    LogonUserA("u", "d", password, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t);
  SecureZeroMemory(password, 100);
  delete[] password;
}
void no_secret_ok() {
  char *line = new char[100];
  if (fgets(line, 100, stdin) != NULL) puts(line);
  delete[] line;
}
class Login {
 public:
  explicit Login(const char *password) : password_(password) {}
  void use(HANDLE *t) { LogonUserA("u", "d", password_, LOGON32_LOGON_NETWORK, LOGON32_PROVIDER_DEFAULT, t); }

 private:
  const char *password_;
};
void object_ok(HANDLE *t) {
  Login *login = new Login(getenv("PASSWORD"));
  login->use(t);
  delete login;
}
