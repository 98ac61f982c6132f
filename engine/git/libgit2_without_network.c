/* Symbols through which libgit2 1.5.1 reaches TLS, SSH and HTTP. Defined here, in front of the archive, they
 * keep all of that out of the program: it has no network code, and initialising the library does not parse
 * the system's CA bundle (about 56 million instructions). Nothing of ours opens a connection, so none of them
 * is ever used; those that would be fail. The build checks the version, since the list belongs to it. */

#include <stdbool.h>

/* Called by whoever uses libgit2, so that a linker that reads archives in order has these symbols before it
 * comes to libgit2.a. Whether libgit2 can reach a network. */
bool trawl_libgit2_has_network(void);
bool trawl_libgit2_has_network(void) {
  return false;
}

/* The true prototypes are private to libgit2; no caller passes anything that is looked at. */
int git_mbedtls_stream_global_init(void);
int git_openssl_stream_global_init(void);
int git_transport_ssh_global_init(void);
int git_mbedtls__set_cert_location(const char* file, const char* path);
int git_mbedtls_stream_new(void** out, const char* host, const char* port);
int git_mbedtls_stream_wrap(void** out, void* in, const char* host);
int git_transport_smart(void** out, void* owner, void* param);
int git_smart_subtransport_http(void** out, void* owner, void* param);
int git_smart_subtransport_git(void** out, void* owner, void* param);
int git_smart_subtransport_ssh(void** out, void* owner, void* param);

bool git_http__expect_continue = false;
bool git_smart__ofs_delta_enabled = true;

int git_mbedtls_stream_global_init(void) {
  return 0;
}
int git_openssl_stream_global_init(void) {
  return 0;
}
int git_transport_ssh_global_init(void) {
  return 0;
}

int git_mbedtls__set_cert_location(const char* file, const char* path) {
  (void)file;
  (void)path;
  return -1;
}

int git_mbedtls_stream_new(void** out, const char* host, const char* port) {
  (void)out;
  (void)host;
  (void)port;
  return -1;
}

int git_mbedtls_stream_wrap(void** out, void* in, const char* host) {
  (void)out;
  (void)in;
  (void)host;
  return -1;
}

int git_transport_smart(void** out, void* owner, void* param) {
  (void)out;
  (void)owner;
  (void)param;
  return -1;
}

int git_smart_subtransport_http(void** out, void* owner, void* param) {
  (void)out;
  (void)owner;
  (void)param;
  return -1;
}

int git_smart_subtransport_git(void** out, void* owner, void* param) {
  (void)out;
  (void)owner;
  (void)param;
  return -1;
}

int git_smart_subtransport_ssh(void** out, void* owner, void* param) {
  (void)out;
  (void)owner;
  (void)param;
  return -1;
}
