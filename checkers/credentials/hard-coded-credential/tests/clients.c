#include <curl/curl.h>
#include <ldap.h>
#include <libpq-fe.h>
#include <mysql/mysql.h>
#include <stdio.h>
#include <stdlib.h>
static const char *database_password = "hunter2-hunter2";
void mysql_bad(MYSQL *m) { mysql_real_connect(m, "host", "root", "hunter2", "db", 0, NULL, 0); }              // EXPECT: hard-coded-credential
void mysql_global_bad(MYSQL *m) { mysql_real_connect(m, "host", "root", database_password, "db", 0, NULL, 0); }  // EXPECT: hard-coded-credential
void mysql_ok(MYSQL *m) { mysql_real_connect(m, "host", "root", getenv("DB_PASSWORD"), "db", 0, NULL, 0); }
void postgres_bad(void) { PQconnectdb("host=db user=app password=hunter2"); }                                // EXPECT: hard-coded-credential
void postgres_ok(void) { PQconnectdb("host=db user=app sslmode=verify-full"); }
void curl_bad(CURL *c) { curl_easy_setopt(c, CURLOPT_USERPWD, "admin:hunter2"); }                             // EXPECT: hard-coded-credential
void curl_ok(CURL *c) { curl_easy_setopt(c, CURLOPT_USERPWD, getenv("CREDENTIALS")); }
void curl_nobody_ok(CURL *c) { curl_easy_setopt(c, CURLOPT_USERPWD, ":"); }
void curl_url_ok(CURL *c) { curl_easy_setopt(c, CURLOPT_URL, "https://example.com/"); }
void header_bad(struct curl_slist *l) { curl_slist_append(l, "Authorization: Bearer abcdef0123456789"); }     // EXPECT: hard-coded-credential
void header_ok(struct curl_slist *l) { curl_slist_append(l, "Accept: application/json"); }
void ldap_bad(LDAP *l) { ldap_simple_bind_s(l, "cn=admin", "hunter2"); }                                      // EXPECT: hard-coded-credential
void ldap_anonymous_ok(LDAP *l) { ldap_simple_bind_s(l, NULL, NULL); }
