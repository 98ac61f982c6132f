// The low-level functions are deprecated since OpenSSL 3 in favour of EVP, but the first use of EVP loads
// providers, which costs over a million instructions: more than a whole run in a hook spends on validating.
#define OPENSSL_API_COMPAT 0x10100000L

#include "engine/match/validators/sha256.h"

#include <openssl/sha.h>

namespace trawl {

std::string sha256_octets_of(std::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, bytes.data(), bytes.size());
  SHA256_Final(reinterpret_cast<unsigned char*>(digest.data()), &context);
  return digest;
}

}  // namespace trawl
