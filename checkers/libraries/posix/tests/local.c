#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <libpq-fe.h>
#include <mysql/mysql.h>
#include <ldap.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <curl/curl.h>
#include <wchar.h>
#include <stdarg.h>
static char config_value[256];
static struct { const char *name; char value[128]; } settings[8];
static void load(const char *file) {
  FILE *f = fopen(file, "r"); char line[256]; int n = 0;
  if (!f) return;
  while (fgets(line, sizeof line, f) && n < 8) {
    char *eq = strchr(line, '=');
    if (!eq) continue;
    *eq++ = 0;
    eq[strcspn(eq, "\r\n")] = 0;
    strcpy(settings[n].value, eq);
    settings[n++].name = strdup(line);
    strcpy(config_value, eq);
  }
  fclose(f);
}
const char *setting(const char *name) { for (int i = 0; i < 8; i++) if (settings[i].name && !strcmp(settings[i].name, name)) return settings[i].value; return NULL; }
void a(void) { load("/etc/app.conf"); const char *v = setting("command"); if (v) system(v); }  // EXPECT: command-injection
void b(void) { load("/etc/app.conf"); if (config_value[0]) { FILE *p = popen(config_value, "r"); if (p) pclose(p); } }  // EXPECT: command-injection
void c(sqlite3 *db) { char q[256]; char *name = getenv("NAME"); if (!name) return; sprintf(q, "DELETE FROM u WHERE n='%s'", name); sqlite3_exec(db, q, NULL, NULL, NULL); }  // EXPECT: sql-injection
void c_ok(sqlite3 *db) { char *q; char *name = getenv("NAME"); if (!name) return; q = sqlite3_mprintf("DELETE FROM u WHERE n=%Q", name); sqlite3_exec(db, q, NULL, NULL, NULL); sqlite3_free(q); }
void c_bad2(sqlite3 *db) { char *q; char *name = getenv("NAME"); if (!name) return; q = sqlite3_mprintf("DELETE FROM u WHERE n='%s'", name); sqlite3_exec(db, q, NULL, NULL, NULL); sqlite3_free(q); }  // EXPECT: sql-injection
void d(PGconn *pg) { char q[256]; char line[100]; if (!fgets(line, 100, stdin)) return; snprintf(q, sizeof q, "SELECT * FROM u WHERE id=%s", line); PQclear(PQexec(pg, q)); }  // EXPECT: sql-injection
void d_ok(PGconn *pg) { char line[100]; if (!fgets(line, 100, stdin)) return; const char *v[1] = {line}; PQclear(PQexecParams(pg, "SELECT * FROM u WHERE id=$1", 1, NULL, v, NULL, NULL, 0)); }
void d_ok2(PGconn *pg) { char q[256]; char line[100]; int id; if (!fgets(line, 100, stdin)) return; if (sscanf(line, "%d", &id) != 1) return; snprintf(q, sizeof q, "SELECT * FROM u WHERE id=%d", id); PQclear(PQexec(pg, q)); }
void e(MYSQL *m) { char q[512], esc[201], name[100]; if (scanf("%99s", name) != 1) return; mysql_real_escape_string(m, esc, name, strlen(name)); snprintf(q, sizeof q, "SELECT 1 FROM u WHERE n='%s'", esc); mysql_query(m, q); }
void e_bad(MYSQL *m) { char q[512], name[100]; if (scanf("%99s", name) != 1) return; snprintf(q, sizeof q, "SELECT 1 FROM u WHERE n='%s'", name); mysql_real_query(m, q, strlen(q)); }  // EXPECT: sql-injection
void e_bad2(MYSQL *m) { char q[512], esc[201], id[100]; if (scanf("%99s", id) != 1) return; mysql_real_escape_string(m, esc, id, strlen(id)); snprintf(q, sizeof q, "SELECT 1 FROM u WHERE n=%s", esc); mysql_query(m, q); }  // EXPECT: sql-injection
void l(LDAP *ld) { char f[256], u[100]; LDAPMessage *res; if (!fgets(u, 100, stdin)) return; snprintf(f, sizeof f, "(uid=%s)", u); ldap_search_ext_s(ld, "dc=x", LDAP_SCOPE_SUBTREE, f, NULL, 0, NULL, NULL, NULL, 0, &res); }  // EXPECT: ldap-injection
void l_ok(LDAP *ld) { char f[256], u[100]; LDAPMessage *res; size_t i; if (!fgets(u, 100, stdin)) return; for (i = 0; u[i]; i++) { if (!((u[i] >= 'a' && u[i] <= 'z') || (u[i] >= '0' && u[i] <= '9'))) return; } snprintf(f, sizeof f, "(uid=%s)", u); ldap_search_ext_s(ld, "dc=x", LDAP_SCOPE_SUBTREE, f, NULL, 0, NULL, NULL, NULL, 0, &res); }
void x(xmlXPathContextPtr c) { char e[256]; const char *u = getenv("WHO"); if (!u) return; snprintf(e, sizeof e, "//user[@name='%s']", u); xmlXPathEvalExpression((const xmlChar *)e, c); }  // EXPECT: xpath-injection
void x_ok(xmlXPathContextPtr c) { const char *u = getenv("WHO"); if (!u) return; xmlXPathRegisterVariable(c, (const xmlChar *)"who", xmlXPathNewString((const xmlChar *)u)); xmlXPathEvalExpression((const xmlChar *)"//user[@name=$who]", c); }
void xe(const char *buf, int n) { xmlDocPtr d = xmlReadMemory(buf, n, "a.xml", NULL, XML_PARSE_NOENT | XML_PARSE_DTDLOAD); xmlFreeDoc(d); }  // EXPECT: xml-external-entities
void xe_ok(const char *buf, int n) { xmlDocPtr d = xmlReadMemory(buf, n, "a.xml", NULL, XML_PARSE_NONET); xmlFreeDoc(d); }
void u(CURL *c) { char url[300], host[100]; if (scanf("%99s", host) != 1) return; snprintf(url, sizeof url, "https://%s/status", host); curl_easy_setopt(c, CURLOPT_URL, url); }  // EXPECT: server-side-request-forgery
void u_ok(CURL *c) { char url[300], id[100]; if (scanf("%99s", id) != 1) return; snprintf(url, sizeof url, "https://api.example.com/status/%s", id); curl_easy_setopt(c, CURLOPT_URL, url); }
void h(CURL *c) { char hdr[300], v[100]; struct curl_slist *s = NULL; if (!fgets(v, 100, stdin)) return; snprintf(hdr, sizeof hdr, "X-User: %s", v); s = curl_slist_append(s, hdr); curl_easy_setopt(c, CURLOPT_HTTPHEADER, s); }  // EXPECT: header-injection
void w(void) { wchar_t t[100]; if (!fgetws(t, 100, stdin)) return; wprintf(t); }  // EXPECT: format-string
void w_ok(void) { wchar_t t[100]; if (!fgetws(t, 100, stdin)) return; wprintf(L"%ls", t); }
static void say(const char *fmt, ...) { va_list ap; va_start(ap, fmt); vfprintf(stderr, fmt, ap); va_end(ap); }
void f1(void) { char t[100]; if (!fgets(t, 100, stdin)) return; say(t); }  // EXPECT: format-string
void f2_ok(void) { char t[100]; if (!fgets(t, 100, stdin)) return; say("%s", t); }
void cfg(void) { char t[100]; if (!fgets(t, 100, stdin)) return; sethostname(t, strlen(t)); setenv("LD_PRELOAD", t, 1); }  // EXPECT: config-injection, search-path-injection
int main(int argc, char **argv) { char cmd[300]; if (argc < 2) return 1; snprintf(cmd, 300, "gzip %s", argv[1]); return system(cmd); }  // EXPECT: command-injection
