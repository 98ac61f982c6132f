#include <openssl/ssl.h>
int no_name_bad(int fd) {
  SSL_CTX *c = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_verify(c, SSL_VERIFY_PEER, NULL);
  SSL *s = SSL_new(c);
  SSL_set_fd(s, fd);
  return SSL_connect(s);  // EXPECT: host-not-verified
}
int name_ok(int fd, const char *host) {
  SSL_CTX *c = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_verify(c, SSL_VERIFY_PEER, NULL);
  SSL *s = SSL_new(c);
  if (SSL_set1_host(s, host) != 1) return 0;
  SSL_set_fd(s, fd);
  return SSL_connect(s);
}
