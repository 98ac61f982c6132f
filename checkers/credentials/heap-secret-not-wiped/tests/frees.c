#include <mysql/mysql.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
void freed_bad(MYSQL *m) {
  char *password = malloc(100);
  if (fgets(password, 100, stdin) == NULL) return;
  mysql_real_connect(m, "host", "user", password, "db", 0, NULL, 0);
  free(password);  // EXPECT: heap-secret-not-wiped
}
void wiped_ok(MYSQL *m) {
  char *password = malloc(100);
  if (fgets(password, 100, stdin) == NULL) return;
  mysql_real_connect(m, "host", "user", password, "db", 0, NULL, 0);
  explicit_bzero(password, 100);
  free(password);
}
void other_ok(void) {
  char *line = malloc(100);
  if (fgets(line, 100, stdin) == NULL) return;
  puts(line);
  free(line);
}
