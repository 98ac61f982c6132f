// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/ossl_typ.h>
__BEGIN_DECLS
OSSL_PROVIDER *OSSL_PROVIDER_load(OSSL_LIB_CTX *, const char *); int OSSL_PROVIDER_unload(OSSL_PROVIDER *);
__END_DECLS
