#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace trawl {

/// How the characters of a blob are stored. `kBytes` is everything that holds ASCII as single bytes: UTF-8,
/// the 8-bit encodings, and binary content.
enum class Encoding : std::uint8_t { kBytes, kUtf16Le, kUtf16Be, kUtf32Le, kUtf32Be };

/// "utf-16le", "utf-16be", "utf-32le", "utf-32be"; "bytes".
std::string_view name_of(Encoding encoding);

struct DetectedEncoding {
  Encoding encoding = Encoding::kBytes;
  std::size_t mark_size = 0;  ///< bytes of the byte order mark at the front; also that of UTF-8

  friend bool operator==(const DetectedEncoding&, const DetectedEncoding&) = default;
};

/// How many bytes of a blob's front are looked at.
inline constexpr std::size_t kEncodingFront = 4096;
inline constexpr std::size_t kBinaryFront = 8000;

/// `front` is the first `kEncodingFront` bytes or more of a blob, or all of it. A byte order mark decides (FF
/// FE 00 00 is UTF-32); else NUL in every second (fourth) place and hardly any elsewhere, with few control
/// characters, so that arrays of small numbers are not taken for text.
///
/// A guess: a blob whose author wants it misread can have it so. Who must not miss anything searches the
/// bytes as they are as well.
DetectedEncoding detect_encoding(std::string_view front);

/// Whether a blob is no text, by git's rule: a NUL within its first 8,000 bytes, unless it is UTF-16 or
/// UTF-32. `front` is the first `kBinaryFront` bytes or more, or all of it.
bool looks_binary(std::string_view front);

}  // namespace trawl
