// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <gnutls/x509.h>
__BEGIN_DECLS
int gnutls_pubkey_encrypt_data(gnutls_pubkey_t, unsigned, const gnutls_datum_t *, gnutls_datum_t *); int gnutls_pubkey_verify_data2(gnutls_pubkey_t, int, unsigned, const gnutls_datum_t *, const gnutls_datum_t *);
__END_DECLS
