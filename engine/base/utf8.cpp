#include "engine/base/utf8.h"

#include <cassert>
#include <cstddef>
#include <cstring>

namespace trawl {
namespace {

/// The length of the longest run of ASCII at the front, found a machine word at a time.
std::size_t ascii_prefix(std::string_view bytes) {
  std::size_t length = 0;
  for (std::uint64_t word = 0; bytes.size() - length >= sizeof word; length += sizeof word) {
    std::memcpy(&word, bytes.data() + length, sizeof word);
    if ((word & 0x8080808080808080U) != 0) break;
  }
  while (length < bytes.size() && static_cast<unsigned char>(bytes[length]) < 0x80) ++length;
  return length;
}

}  // namespace

bool Utf8Decoder::begin_sequence(unsigned char byte) {
  // Table 3-7 of The Unicode Standard: four first bytes narrow the range of the second.
  lower_ = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80;
  upper_ = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF;
  if (byte >= 0xC2 && byte <= 0xDF) {
    missing_ = 1;
    code_point_ = byte & 0x1FU;
  } else if (byte >= 0xE0 && byte <= 0xEF) {
    missing_ = 2;
    code_point_ = byte & 0x0FU;
  } else if (byte >= 0xF0 && byte <= 0xF4) {
    missing_ = 3;
    code_point_ = byte & 0x07U;
  }
  return missing_ > 0;
}

DecodedCodePoint decode_code_point(std::string_view bytes) {
  assert(!bytes.empty());
  Utf8Decoder decoder;
  for (std::size_t length = 1; length <= bytes.size(); ++length) {
    char32_t first = 0;
    int delivered = 0;
    decoder.feed(bytes.substr(length - 1, 1), [&](char32_t code_point) {
      if (delivered++ == 0) first = code_point;
    });
    if (delivered == 0) continue;
    // A byte that does not continue the sequence ends it: it delivered what was before it and then itself, or
    // began a sequence of its own. It belongs to the next code point.
    const bool broken_off = length > 1 && (delivered == 2 || !decoder.between_code_points());
    if (broken_off) return {kReplacementCharacter, static_cast<std::uint8_t>(length - 1), false};
    const bool stray_byte = length == 1 && static_cast<unsigned char>(bytes[0]) >= 0x80;
    return {first, static_cast<std::uint8_t>(length), !stray_byte};
  }
  return {kReplacementCharacter, static_cast<std::uint8_t>(bytes.size()), false};
}

void append_utf8(std::string& text, char32_t code_point) {
  const auto byte = [&text](char32_t value) { text += static_cast<char>(value); };
  if (code_point < 0x80) {
    byte(code_point);
  } else if (code_point < 0x800) {
    byte(0xC0 | (code_point >> 6));
    byte(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    byte(0xE0 | (code_point >> 12));
    byte(0x80 | ((code_point >> 6) & 0x3F));
    byte(0x80 | (code_point & 0x3F));
  } else {
    byte(0xF0 | (code_point >> 18));
    byte(0x80 | ((code_point >> 12) & 0x3F));
    byte(0x80 | ((code_point >> 6) & 0x3F));
    byte(0x80 | (code_point & 0x3F));
  }
}

bool is_ascii(std::string_view bytes) {
  return ascii_prefix(bytes) == bytes.size();
}

bool is_valid_utf8(std::string_view bytes) {
  for (;;) {
    bytes.remove_prefix(ascii_prefix(bytes));
    if (bytes.empty()) return true;
    const DecodedCodePoint decoded = decode_code_point(bytes);
    if (!decoded.well_formed) return false;
    bytes.remove_prefix(decoded.length);
  }
}

std::string to_valid_utf8(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  Utf8Decoder decoder;
  const auto append = [&text](char32_t code_point) { append_utf8(text, code_point); };
  while (!bytes.empty()) {
    const std::size_t plain = decoder.between_code_points() ? ascii_prefix(bytes) : 0;
    text.append(bytes.substr(0, plain));
    bytes.remove_prefix(plain);
    decoder.feed(bytes.substr(0, 1), append);
    if (!bytes.empty()) bytes.remove_prefix(1);
  }
  decoder.finish(append);
  return text;
}

std::uint64_t count_utf16_units(std::string_view bytes) {
  std::uint64_t units = 0;
  Utf8Decoder decoder;
  const auto count = [&units](char32_t code_point) { units += code_point < 0x10000 ? 1U : 2U; };
  while (!bytes.empty()) {
    const std::size_t plain = decoder.between_code_points() ? ascii_prefix(bytes) : 0;
    units += plain;
    bytes.remove_prefix(plain);
    decoder.feed(bytes.substr(0, 1), count);
    if (!bytes.empty()) bytes.remove_prefix(1);
  }
  decoder.finish(count);
  return units;
}

}  // namespace trawl
