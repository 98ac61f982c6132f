#include <crypt.h>
#include <mysql/mysql.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
int plain_bad(FILE *f) {
  char stored_password[64], password[64];
  if (fgets(stored_password, 64, f) == NULL || fgets(password, 64, stdin) == NULL) return 0;
  return strcmp(password, stored_password) == 0;  // EXPECT: unprotected-credential
}
int hashed_ok(FILE *f) {
  char stored_password[128], password[64];
  if (fgets(stored_password, 128, f) == NULL || fgets(password, 64, stdin) == NULL) return 0;
  return strcmp(crypt(password, stored_password), stored_password) == 0;
}
int remote_bad(FILE *f, int s) {
  char pwd[64], input[64];
  if (fgets(pwd, 64, f) == NULL) return 0;
  if (recv(s, input, 63, 0) <= 0) return 0;
  return memcmp(input, pwd, 16) == 0;  // EXPECT: unprotected-credential
}
int twice_entered_ok(void) {
  char password[64], again[64];
  if (fgets(password, 64, stdin) == NULL || fgets(again, 64, stdin) == NULL) return 0;
  return strcmp(password, again) == 0;
}
int other_words_ok(FILE *f) {
  char line[64], word[64];
  if (fgets(line, 64, f) == NULL || fgets(word, 64, stdin) == NULL) return 0;
  return strcmp(line, word) == 0;
}
int main(int argc, char **argv) {
  MYSQL m;
  mysql_real_connect(&m, "host", "user", argv[1], "db", 0, 0, 0);  // EXPECT: unprotected-credential
  return argc;
}
