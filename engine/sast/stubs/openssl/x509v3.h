// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/x509_vfy.h>
__BEGIN_DECLS
int X509_check_host(X509 *, const char *, size_t, unsigned, char **); int X509_check_ip_asc(X509 *, const char *, unsigned); int X509_check_email(X509 *, const char *, size_t, unsigned);
#define X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS 4
#define X509_CHECK_FLAG_ALWAYS_CHECK_SUBJECT 1
__END_DECLS
