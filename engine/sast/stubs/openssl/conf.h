// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
void OPENSSL_config(const char *); void OPENSSL_no_config(void);
__END_DECLS
