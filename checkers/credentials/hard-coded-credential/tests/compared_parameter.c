#include <string.h>
int log_in_bad(const char *user, const char *pass) {
  (void)user;
  return strcmp(pass, "letmein2024") == 0;  // EXPECT: hard-coded-credential
}
int check_bad(const char *password) {
  if (strcmp(password, "Adm1n!stra7or") == 0) return 1;  // EXPECT: hard-coded-credential
  return 0;
}
int render_ok(const char *pass) { return strcmp(pass, "shadow02") == 0; }
int kind_ok(const char *password_scheme) { return strcmp(password_scheme, "sha512crypt") == 0; }
int empty_ok(const char *user, const char *pass) {
  (void)user;
  return strcmp(pass, "") == 0 || strcmp(pass, "none") == 0;
}
