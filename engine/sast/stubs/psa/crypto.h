// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef int psa_status_t; typedef uint32_t psa_algorithm_t; typedef uint16_t psa_key_type_t; typedef uint32_t psa_key_id_t; typedef struct psa_key_attributes_s { int v; } psa_key_attributes_t;
#define PSA_SUCCESS 0
#define PSA_ALG_ECB_NO_PADDING ((psa_algorithm_t)0x04404400)
#define PSA_ALG_CBC_PKCS7 ((psa_algorithm_t)0x04404100)
#define PSA_ALG_GCM ((psa_algorithm_t)0x05500200)
#define PSA_ALG_RSA_PKCS1V15_CRYPT ((psa_algorithm_t)0x07000200)
#define PSA_ALG_MD5 ((psa_algorithm_t)0x02000003)
#define PSA_ALG_SHA_1 ((psa_algorithm_t)0x02000005)
#define PSA_ALG_SHA_256 ((psa_algorithm_t)0x02000009)
#define PSA_KEY_TYPE_DES ((psa_key_type_t)0x2301)
#define PSA_KEY_TYPE_AES ((psa_key_type_t)0x2400)
psa_status_t psa_crypto_init(void); void psa_set_key_algorithm(psa_key_attributes_t *, psa_algorithm_t); void psa_set_key_type(psa_key_attributes_t *, psa_key_type_t); psa_status_t psa_import_key(const psa_key_attributes_t *, const uint8_t *, size_t, psa_key_id_t *); psa_status_t psa_hash_compute(psa_algorithm_t, const uint8_t *, size_t, uint8_t *, size_t, size_t *); psa_status_t psa_cipher_encrypt(psa_key_id_t, psa_algorithm_t, const uint8_t *, size_t, uint8_t *, size_t, size_t *); psa_status_t psa_generate_random(uint8_t *, size_t); psa_status_t psa_verify_hash(psa_key_id_t, psa_algorithm_t, const uint8_t *, size_t, const uint8_t *, size_t);
__END_DECLS
