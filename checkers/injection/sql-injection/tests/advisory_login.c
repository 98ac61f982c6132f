// After CVE-2009-0542 (ProFTPD, mod_sql): the user of a login is part of the statement that looks for him.
#include <mysql/mysql.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
static int user_command(int s, char *user, size_t size) {
  char line[300] = "";
  if (recv(s, line, sizeof line - 1, 0) <= 0 || strncmp(line, "USER ", 5) != 0) return -1;
  line[strcspn(line, "\r\n")] = 0;
  snprintf(user, size, "%s", line + 5);
  return 0;
}
void look_up_bad(MYSQL *m, int s) {
  char user[256], query[512];
  if (user_command(s, user, sizeof user) != 0) return;
  snprintf(query, sizeof query, "SELECT passwd FROM users WHERE userid='%s' LIMIT 1", user);
  mysql_query(m, query);  // EXPECT: sql-injection
}
void look_up_ok(MYSQL *m, int s) {
  char user[256], escaped[513], query[800];
  if (user_command(s, user, sizeof user) != 0) return;
  mysql_real_escape_string(m, escaped, user, strlen(user));
  snprintf(query, sizeof query, "SELECT passwd FROM users WHERE userid='%s' LIMIT 1", escaped);
  mysql_query(m, query);
}
