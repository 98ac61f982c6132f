#include <curl/curl.h>
#include <openssl/ssl.h>
void v3_bad(void) { SSL_CTX_new(SSLv3_client_method()); }              // EXPECT: weak-tls-version
void tls1_bad(void) { SSL_CTX_new(TLSv1_method()); }                   // EXPECT: weak-tls-version
void any_ok(void) { SSL_CTX_new(TLS_method()); }
void least_bad(SSL_CTX *c) { SSL_CTX_set_min_proto_version(c, TLS1_VERSION); }    // EXPECT: weak-tls-version
void least_ok(SSL_CTX *c) { SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION); }
void curl_bad(CURL *c) { curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_0); }  // EXPECT: weak-tls-version
void curl_ok(CURL *c) { curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2); }
