// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/x509.h>
__BEGIN_DECLS
X509_VERIFY_PARAM *X509_VERIFY_PARAM_new(void); int X509_VERIFY_PARAM_set1_host(X509_VERIFY_PARAM *, const char *, size_t); int X509_VERIFY_PARAM_set1_ip_asc(X509_VERIFY_PARAM *, const char *); void X509_VERIFY_PARAM_set_hostflags(X509_VERIFY_PARAM *, unsigned); int X509_VERIFY_PARAM_set_flags(X509_VERIFY_PARAM *, unsigned long);
#define X509_V_FLAG_CRL_CHECK 4
#define X509_V_FLAG_CRL_CHECK_ALL 8
__END_DECLS
