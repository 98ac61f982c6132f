#include <stdio.h>
#include <stdlib.h>
typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;
int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
int sqlite3_prepare_v2(sqlite3 *, const char *, int, sqlite3_stmt **, const char **);
int sqlite3_bind_text(sqlite3_stmt *, int, const char *, int, void (*)(void *));
char *sqlite3_mprintf(const char *, ...);
typedef struct pg_conn PGconn;
typedef struct pg_result PGresult;
PGresult *PQexec(PGconn *, const char *);
char *PQescapeLiteral(PGconn *, const char *, unsigned long);
typedef struct MYSQL MYSQL;
int mysql_query(MYSQL *, const char *);
unsigned long mysql_real_escape_string(MYSQL *, char *, const char *, unsigned long);

void exec_bad(sqlite3 *db) {
  char sql[200];
  snprintf(sql, sizeof sql, "SELECT * FROM t WHERE n = '%s'", getenv("N"));
  sqlite3_exec(db, sql, 0, 0, 0);  // EXPECT: sql-injection
}
void prepare_bad(sqlite3 *db, sqlite3_stmt **s) {
  char *sql = sqlite3_mprintf("SELECT * FROM %s", getenv("T"));
  sqlite3_prepare_v2(db, sql, -1, s, 0);  // EXPECT: sql-injection
}
void bound_ok(sqlite3 *db, sqlite3_stmt *s) {
  sqlite3_prepare_v2(db, "SELECT * FROM t WHERE n = ?", -1, &s, 0);
  sqlite3_bind_text(s, 1, getenv("N"), -1, 0);
}
void quoted_ok(sqlite3 *db) {
  char *sql = sqlite3_mprintf("SELECT * FROM t WHERE n = %Q", getenv("N"));
  sqlite3_exec(db, sql, 0, 0, 0);
}
void pq_bad(PGconn *c) { PQexec(c, getenv("SQL")); }  // EXPECT: sql-injection
void pq_ok(PGconn *c) {
  char sql[300];
  char *name = PQescapeLiteral(c, getenv("N"), 10);
  snprintf(sql, sizeof sql, "SELECT * FROM t WHERE n = %s", name);
  PQexec(c, sql);
}
void mysql_bad(MYSQL *m) {
  char sql[300];
  sprintf(sql, "DELETE FROM t WHERE id = %s", getenv("ID"));
  mysql_query(m, sql);  // EXPECT: sql-injection
}
void mysql_ok(MYSQL *m) {
  char sql[300], safe[200];
  mysql_real_escape_string(m, safe, getenv("ID"), 10);
  sprintf(sql, "DELETE FROM t WHERE id = '%s'", safe);
  mysql_query(m, sql);
}
void mysql_number_ok(MYSQL *m) {
  char sql[300];
  sprintf(sql, "DELETE FROM t WHERE id = %d", atoi(getenv("ID")));
  mysql_query(m, sql);
}
