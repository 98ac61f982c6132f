// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
unsigned char *ASN1_STRING_data(ASN1_STRING *); const unsigned char *ASN1_STRING_get0_data(const ASN1_STRING *); int ASN1_STRING_length(const ASN1_STRING *); int ASN1_STRING_to_UTF8(unsigned char **, const ASN1_STRING *);
__END_DECLS
