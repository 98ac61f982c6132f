// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <gnutls/gnutls.h>
__BEGIN_DECLS
int gnutls_x509_crt_init(gnutls_x509_crt_t *); int gnutls_x509_crt_check_hostname(gnutls_x509_crt_t, const char *); int gnutls_x509_privkey_generate(gnutls_x509_privkey_t, gnutls_pk_algorithm_t, unsigned, unsigned); int gnutls_x509_privkey_init(gnutls_x509_privkey_t *);
__END_DECLS
