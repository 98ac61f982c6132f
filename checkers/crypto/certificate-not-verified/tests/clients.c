#include <curl/curl.h>
#include <ldap.h>
#include <mbedtls/ssl.h>
#include <openssl/ssl.h>
void none_bad(SSL_CTX *c) { SSL_CTX_set_verify(c, SSL_VERIFY_NONE, NULL); }  // EXPECT: certificate-not-verified
void peer_ok(SSL_CTX *c) { SSL_CTX_set_verify(c, SSL_VERIFY_PEER, NULL); }
static int accept_all(int ok, X509_STORE_CTX *s) { return 1; }
static int accept_good(int ok, X509_STORE_CTX *s) { return ok; }
void callback_bad(SSL_CTX *c) { SSL_CTX_set_verify(c, SSL_VERIFY_PEER, accept_all); }  // EXPECT: certificate-not-verified
void callback_ok(SSL_CTX *c) { SSL_CTX_set_verify(c, SSL_VERIFY_PEER, accept_good); }
void curl_bad(CURL *c) { curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 0L); }            // EXPECT: certificate-not-verified
void curl_ok(CURL *c) { curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L); }
void curl_other_ok(CURL *c) { curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L); }
void mbed_bad(mbedtls_ssl_config *c) { mbedtls_ssl_conf_authmode(c, MBEDTLS_SSL_VERIFY_NONE); }  // EXPECT: certificate-not-verified
void mbed_ok(mbedtls_ssl_config *c) { mbedtls_ssl_conf_authmode(c, MBEDTLS_SSL_VERIFY_REQUIRED); }
void ldap_bad(LDAP *l) {
  int never = LDAP_OPT_X_TLS_NEVER;
  ldap_set_option(l, LDAP_OPT_X_TLS_REQUIRE_CERT, &never);  // EXPECT: certificate-not-verified
}
int never_asked_bad(int fd) {
  SSL_CTX *c = SSL_CTX_new(TLS_client_method());
  SSL *s = SSL_new(c);
  SSL_set_fd(s, fd);
  return SSL_connect(s);  // EXPECT: certificate-not-verified
}
int verified_ok(int fd, const char *host) {
  SSL_CTX *c = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_verify(c, SSL_VERIFY_PEER, NULL);
  SSL *s = SSL_new(c);
  SSL_set1_host(s, host);
  SSL_set_fd(s, fd);
  return SSL_connect(s);
}
int server_ok(int fd) {
  SSL_CTX *c = SSL_CTX_new(TLS_server_method());
  SSL *s = SSL_new(c);
  SSL_set_fd(s, fd);
  return SSL_accept(s);
}
