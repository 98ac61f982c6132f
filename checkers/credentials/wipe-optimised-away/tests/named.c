#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int ask(const char *user, const char *secret);
void array_bad(const char *user) {
  char password[64];
  if (fgets(password, sizeof password, stdin) != NULL) ask(user, password);
  memset(password, 0, sizeof password);  // EXPECT: wipe-optimised-away
}
void freed_bad(const char *user) {
  char *password = malloc(64);
  if (password == NULL) return;
  if (fgets(password, 64, stdin) != NULL) ask(user, password);
  memset(password, 0, 64);  // EXPECT: wipe-optimised-away
  free(password);
  password = NULL;
}
void volatile_ok(const char *user) {
  char password[64];
  if (fgets(password, sizeof password, stdin) != NULL) ask(user, password);
  explicit_bzero(password, sizeof password);
}
void freed_ok(const char *user) {
  char *password = malloc(64);
  if (password == NULL) return;
  if (fgets(password, 64, stdin) != NULL) ask(user, password);
  explicit_bzero(password, 64);
  free(password);
}
void begun_ok(const char *user) {
  char password[64];
  memset(password, 0, sizeof password);
  if (fgets(password, sizeof password, stdin) != NULL) ask(user, password);
  explicit_bzero(password, sizeof password);
}
void kept_ok(char **kept) {
  char *password = malloc(64);
  memset(password, 0, 64);
  *kept = password;
}
void length_ok(void) {
  char password_file[64];
  if (fgets(password_file, sizeof password_file, stdin) != NULL) puts(password_file);
  memset(password_file, 0, sizeof password_file);
}
