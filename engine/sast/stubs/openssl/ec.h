// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <openssl/bn.h>
#include <openssl/objects.h>
__BEGIN_DECLS
EC_KEY *EC_KEY_new_by_curve_name(int); EC_KEY *EC_KEY_new(void); void EC_KEY_free(EC_KEY *); int EC_KEY_generate_key(EC_KEY *); EC_GROUP *EC_GROUP_new_by_curve_name(int); void EC_GROUP_free(EC_GROUP *); int EC_KEY_set_group(EC_KEY *, const EC_GROUP *); int EVP_PKEY_CTX_set_ec_paramgen_curve_nid(EVP_PKEY_CTX *, int);
__END_DECLS
