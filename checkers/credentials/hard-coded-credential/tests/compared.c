#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#define ADMIN_PASSWORD "letMeIn!42"
static const char *service_password = "s3rvice-only";
int macro_bad(void) {
  char typed[64];
  if (fgets(typed, 64, stdin) == NULL) return 0;
  return strcmp(typed, ADMIN_PASSWORD) == 0;  // EXPECT: hard-coded-credential
}
int name_of_input_bad(void) {
  char password[64];
  if (fgets(password, 64, stdin) == NULL) return 0;
  if (!strcmp(password, "letMeIn!42")) return 1;  // EXPECT: hard-coded-credential
  return 0;
}
int global_bad(void) {
  const char *given = getenv("SERVICE_PASSWORD");
  return given != NULL && strcmp(given, service_password) == 0;  // EXPECT: hard-coded-credential
}
int wide_bad(void) {
  wchar_t passwd[64];
  if (fgetws(passwd, 64, stdin) == NULL) return 0;
  return wcscmp(passwd, L"letMeIn!42") == 0;  // EXPECT: hard-coded-credential
}
static int check(const char *password) {
  return strncmp(password, "backdoor-1", 10) == 0;  // EXPECT: hard-coded-credential
}
int through_a_function_bad(void) {
  char line[64];
  return scanf("%63s", line) == 1 && check(line);
}
int keyword_ok(void) {
  char password[64];
  if (fgets(password, 64, stdin) == NULL) return 0;
  return strcmp(password, "password") == 0;
}
int about_passwords_ok(void) {
  char password_type[64];
  if (fgets(password_type, 64, stdin) == NULL) return 0;
  return strcmp(password_type, "bcrypt") == 0;
}
int command_ok(void) {
  char command[64];
  if (fgets(command, 64, stdin) == NULL) return 0;
  return strcmp(command, "PASS") == 0;
}
int empty_ok(void) {
  char password[64];
  if (fgets(password, 64, stdin) == NULL) return 0;
  return strcmp(password, "") == 0;
}
int configured_ok(void) {
  const char *wanted_password = getenv("ADMIN_PASSWORD");
  char typed[64];
  if (wanted_password == NULL || fgets(typed, 64, stdin) == NULL) return 0;
  return strcmp(typed, wanted_password) == 0;
}
