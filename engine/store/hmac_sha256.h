#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>

namespace trawl {

/// HMAC-SHA-256 (RFC 2104, FIPS 198-1) under one key, for many short messages: the blocks that depend on the
/// key only are hashed once, so a message of up to 55 bytes costs two compressions of SHA-256. Immutable
/// after construction: shared by threads. Wiped at the end of its life.
class HmacSha256 {
 public:
  static constexpr std::size_t kSize = 32;  ///< bytes
  using Code = std::array<unsigned char, kSize>;

  /// A key of any length; longer than 64 bytes, its hash counts, as the standard says.
  explicit HmacSha256(std::span<const unsigned char> key);
  HmacSha256(HmacSha256&&) noexcept;
  HmacSha256& operator=(HmacSha256&&) noexcept;
  ~HmacSha256();

  /// The code of the parts, one behind the other with nothing in between.
  [[nodiscard]] Code of(std::initializer_list<std::string_view> parts) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// SHA-256 of some bytes (FIPS 180-4).
[[nodiscard]] HmacSha256::Code sha256_code(std::span<const unsigned char> bytes);

}  // namespace trawl
