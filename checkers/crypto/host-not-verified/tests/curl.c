#include <curl/curl.h>
void host_bad(CURL *c) { curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 0L); }  // EXPECT: host-not-verified
void proxy_bad(CURL *c) { curl_easy_setopt(c, CURLOPT_PROXY_SSL_VERIFYHOST, 0L); }  // EXPECT: host-not-verified
void host_ok(CURL *c) { curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L); }
void proxy_ok(CURL *c) { curl_easy_setopt(c, CURLOPT_PROXY_SSL_VERIFYHOST, 2L); }
