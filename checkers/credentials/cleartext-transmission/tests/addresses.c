#include <curl/curl.h>
#include <ldap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
void http_bad(void) {
  CURL *c = curl_easy_init();
  curl_easy_setopt(c, CURLOPT_URL, "http://api.example.com/login");
  curl_easy_setopt(c, CURLOPT_USERPWD, getenv("CREDENTIALS"));
  curl_easy_perform(c);  // EXPECT: cleartext-transmission
}
void https_ok(void) {
  CURL *c = curl_easy_init();
  curl_easy_setopt(c, CURLOPT_URL, "https://api.example.com/login");
  curl_easy_setopt(c, CURLOPT_USERPWD, getenv("CREDENTIALS"));
  curl_easy_perform(c);
}
void ftp_bad(void) {
  CURL *c = curl_easy_init();
  curl_easy_setopt(c, CURLOPT_USERPWD, getenv("CREDENTIALS"));
  curl_easy_setopt(c, CURLOPT_URL, "ftp://files.example.com/in/");
  curl_easy_perform(c);  // EXPECT: cleartext-transmission
}
void ftp_with_tls_ok(void) {
  CURL *c = curl_easy_init();
  curl_easy_setopt(c, CURLOPT_USERPWD, getenv("CREDENTIALS"));
  curl_easy_setopt(c, CURLOPT_URL, "ftp://files.example.com/in/");
  curl_easy_setopt(c, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
  curl_easy_perform(c);
}
void no_credential_ok(void) {
  CURL *c = curl_easy_init();
  curl_easy_setopt(c, CURLOPT_URL, "http://www.example.com/");
  curl_easy_perform(c);
}
void own_machine_ok(void) {
  CURL *c = curl_easy_init();
  curl_easy_setopt(c, CURLOPT_URL, "http://localhost:8080/");
  curl_easy_setopt(c, CURLOPT_USERPWD, getenv("CREDENTIALS"));
  curl_easy_perform(c);
}
void ldap_bad(void) {
  LDAP *l;
  if (ldap_initialize(&l, "ldap://directory.example.com") != LDAP_SUCCESS) return;
  ldap_simple_bind_s(l, "cn=app", getenv("LDAP_PASSWORD"));  // EXPECT: cleartext-transmission
}
void ldaps_ok(void) {
  LDAP *l;
  if (ldap_initialize(&l, "ldaps://directory.example.com") != LDAP_SUCCESS) return;
  ldap_simple_bind_s(l, "cn=app", getenv("LDAP_PASSWORD"));
}
void start_tls_ok(void) {
  LDAP *l;
  if (ldap_initialize(&l, "ldap://directory.example.com") != LDAP_SUCCESS) return;
  if (ldap_start_tls_s(l, NULL, NULL) != LDAP_SUCCESS) return;
  ldap_simple_bind_s(l, "cn=app", getenv("LDAP_PASSWORD"));
}
void anonymous_ok(void) {
  LDAP *l;
  if (ldap_initialize(&l, "ldap://directory.example.com") != LDAP_SUCCESS) return;
  ldap_simple_bind_s(l, NULL, NULL);
}
void typed_bad(int s) {
  char password[100];
  if (fgets(password, 100, stdin) == NULL) return;
  send(s, password, strlen(password), 0);  // EXPECT: cleartext-transmission
}
void other_line_ok(int s) {
  char line[100];
  if (fgets(line, 100, stdin) == NULL) return;
  send(s, line, strlen(line), 0);
}
