#include <mysql/mysql.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
void quoted_ok(MYSQL *m) {
  char query[512], name[201];
  const char *given = getenv("NAME");
  mysql_real_escape_string(m, name, given, strlen(given));
  snprintf(query, sizeof query, "SELECT id FROM users WHERE name='%s'", name);
  mysql_query(m, query);
}
void bare_bad(MYSQL *m) {
  char query[512], id[201];
  const char *given = getenv("ID");
  mysql_real_escape_string(m, id, given, strlen(given));
  snprintf(query, sizeof query, "SELECT name FROM users WHERE id=%s", id);
  mysql_query(m, query);  // EXPECT: sql-injection
}
void in_pieces_ok(MYSQL *m) {
  char query[512] = "SELECT id FROM users WHERE name='", name[201];
  const char *given = getenv("NAME");
  mysql_real_escape_string(m, name, given, strlen(given));
  strcat(query, name);
  strcat(query, "'");
  mysql_query(m, query);
}
