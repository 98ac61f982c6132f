#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace trawl::sast {

/// A header that the program carries: Clang's own (`clang/stddef.h`) or one of ours (`stubs/openssl/evp.h`).
/// Each is compressed by itself, since a unit reads a few dozen of some hundred.
struct EmbeddedHeader {
  std::string_view path;
  std::uint32_t size;                       ///< bytes when inflated
  std::span<const unsigned char> deflated;  ///< zlib stream
};

/// Sorted by path. Written by the build (tools/dev/embed_headers.py).
std::span<const EmbeddedHeader> embedded_headers();

/// Of paths and contents: part of every cache key.
std::string_view embedded_headers_digest();

/// The text of one; nothing when there is none of that path.
std::optional<std::string> embedded_header(std::string_view path);

}  // namespace trawl::sast
