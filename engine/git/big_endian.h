#pragma once

#include <cstddef>
#include <cstdint>

namespace trawl {

/// Numbers in network byte order, as git's files hold them. The caller has checked that the bytes are there.
inline std::uint16_t big_endian_16(const char* bytes) {
  const auto* b = reinterpret_cast<const unsigned char*>(bytes);
  return static_cast<std::uint16_t>((b[0] << 8) | b[1]);
}
inline std::uint32_t big_endian_32(const char* bytes) {
  const auto* b = reinterpret_cast<const unsigned char*>(bytes);
  return (std::uint32_t{b[0]} << 24) | (std::uint32_t{b[1]} << 16) | (std::uint32_t{b[2]} << 8) | b[3];
}
inline std::uint64_t big_endian_64(const char* bytes) {
  return (std::uint64_t{big_endian_32(bytes)} << 32) | big_endian_32(bytes + 4);
}

}  // namespace trawl
