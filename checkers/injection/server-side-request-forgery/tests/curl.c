#include <stdio.h>
#include <stdlib.h>
#include <string.h>
typedef void CURL;
enum { CURLOPT_URL = 10002, CURLOPT_TIMEOUT = 13 };
int curl_easy_setopt(CURL *, int, ...);
char *curl_easy_escape(CURL *, const char *, int);
void url_bad(CURL *c) { curl_easy_setopt(c, CURLOPT_URL, getenv("U")); }  // EXPECT: server-side-request-forgery
void host_bad(CURL *c) {
  char u[200];
  snprintf(u, sizeof u, "http://%s/x", getenv("H"));
  curl_easy_setopt(c, CURLOPT_URL, u);  // EXPECT: server-side-request-forgery
}
void path_ok(CURL *c) {
  char u[200];
  snprintf(u, sizeof u, "https://api.example.org/v1/%s", getenv("P"));
  curl_easy_setopt(c, CURLOPT_URL, u);
}
void allowed_ok(CURL *c) {
  char *u = getenv("U");
  if (strcmp(u, "https://a.example/") != 0) return;
  curl_easy_setopt(c, CURLOPT_URL, u);
}
void prefix_ok(CURL *c) {
  char *u = getenv("U");
  if (strncmp(u, "https://a.example/", 18) != 0) return;
  curl_easy_setopt(c, CURLOPT_URL, u);
}
void other_option_ok(CURL *c) { curl_easy_setopt(c, CURLOPT_TIMEOUT, atol(getenv("T"))); }
