// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
#define OSSL_KDF_PARAM_PASSWORD "pass"
#define OSSL_KDF_PARAM_SALT "salt"
#define OSSL_KDF_PARAM_ITER "iter"
#define OSSL_KDF_PARAM_KEY "key"
#define OSSL_KDF_PARAM_INFO "info"
#define OSSL_KDF_PARAM_DIGEST "digest"
#define OSSL_MAC_PARAM_DIGEST "digest"
#define OSSL_MAC_PARAM_CIPHER "cipher"
#define OSSL_MAC_PARAM_KEY "key"
#define OSSL_CIPHER_PARAM_AEAD_TAG "tag"
__END_DECLS
