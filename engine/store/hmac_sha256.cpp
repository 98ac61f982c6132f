// The low-level functions are deprecated since OpenSSL 3 in favour of EVP, but the first use of EVP loads
// providers, which costs over a million instructions: as much as scanning all of a usual commit.
#define OPENSSL_API_COMPAT 0x10100000L

#include "engine/store/hmac_sha256.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <algorithm>

namespace trawl {
namespace {

constexpr std::size_t kBlockSize = SHA256_CBLOCK;
using Block = std::array<unsigned char, kBlockSize>;

SHA256_CTX state_behind(Block block, unsigned char pad) {
  for (unsigned char& byte : block) byte ^= pad;
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, block.data(), block.size());
  OPENSSL_cleanse(block.data(), block.size());
  return context;
}

}  // namespace

struct HmacSha256::State {
  SHA256_CTX inner;
  SHA256_CTX outer;

  ~State() { OPENSSL_cleanse(this, sizeof *this); }
};

HmacSha256::HmacSha256(std::span<const unsigned char> key) {
  Block block{};
  if (key.size() > kBlockSize) {
    const Code hash = sha256_code(key);
    std::copy(hash.begin(), hash.end(), block.begin());
  } else {
    std::copy(key.begin(), key.end(), block.begin());
  }
  state_ = std::make_unique<State>(State{state_behind(block, 0x36), state_behind(block, 0x5c)});
  OPENSSL_cleanse(block.data(), block.size());
}

HmacSha256::HmacSha256(HmacSha256&&) noexcept = default;
HmacSha256& HmacSha256::operator=(HmacSha256&&) noexcept = default;
HmacSha256::~HmacSha256() = default;

HmacSha256::Code HmacSha256::of(std::initializer_list<std::string_view> parts) const {
  Code code;
  SHA256_CTX context = state_->inner;
  for (const std::string_view part : parts) SHA256_Update(&context, part.data(), part.size());
  SHA256_Final(code.data(), &context);
  context = state_->outer;
  SHA256_Update(&context, code.data(), code.size());
  SHA256_Final(code.data(), &context);
  return code;
}

HmacSha256::Code sha256_code(std::span<const unsigned char> bytes) {
  HmacSha256::Code code;
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, bytes.data(), bytes.size());
  SHA256_Final(code.data(), &context);
  return code;
}

}  // namespace trawl
