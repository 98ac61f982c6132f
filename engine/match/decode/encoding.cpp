#include "engine/match/decode/encoding.h"

#include <array>

namespace trawl {
namespace {

bool is_odd_control(std::uint32_t code) {
  return code < 0x20 && code != '\t' && code != '\n' && code != '\r' && code != '\f';
}

struct Units {
  std::size_t all = 0;
  std::size_t small = 0;     ///< of the shape that is looked for
  std::size_t against = 0;   ///< of a shape that text in this encoding hardly has
  std::size_t controls = 0;  ///< control characters that text hardly has

  [[nodiscard]] bool tell_of_text() const { return all > 0 && against * 16 <= all && controls * 16 <= all; }
};

/// Units of two bytes, the greater of which is at `high`.
Units count_pairs(std::string_view front, std::size_t high) {
  Units units;
  for (std::size_t at = 0; at + 2 <= front.size(); at += 2) {
    const auto greater = static_cast<std::uint8_t>(front[at + high]);
    const auto smaller = static_cast<std::uint8_t>(front[at + 1 - high]);
    ++units.all;
    units.against += smaller == 0 ? 1 : 0;
    if (greater != 0) continue;
    ++units.small;
    units.controls += is_odd_control(smaller) ? 1 : 0;
  }
  return units;
}

/// Units of four bytes: `small` are code points of the basic plane but NUL.
Units count_quads(std::string_view front, bool big_endian) {
  Units units;
  for (std::size_t at = 0; at + 4 <= front.size(); at += 4) {
    std::uint32_t code = 0;
    for (std::size_t place = 0; place < 4; ++place) {
      code = code << 8 | static_cast<std::uint8_t>(front[at + (big_endian ? place : 3 - place)]);
    }
    ++units.all;
    units.small += code != 0 && code <= 0xffff ? 1 : 0;
    units.against += code == 0 || code > 0x10ffff || (code & 0xfffff800) == 0xd800 ? 1 : 0;
    units.controls += is_odd_control(code) ? 1 : 0;
  }
  return units;
}

struct Mark {
  std::string_view bytes;
  Encoding encoding;
};

// The longer first: the mark of UTF-32 LE begins like that of UTF-16 LE.
constexpr std::array<Mark, 5> kMarks = {{
    {std::string_view("\xff\xfe\0\0", 4), Encoding::kUtf32Le},
    {std::string_view("\0\0\xfe\xff", 4), Encoding::kUtf32Be},
    {std::string_view("\xff\xfe", 2), Encoding::kUtf16Le},
    {std::string_view("\xfe\xff", 2), Encoding::kUtf16Be},
    {std::string_view("\xef\xbb\xbf", 3), Encoding::kBytes},
}};

}  // namespace

std::string_view name_of(Encoding encoding) {
  constexpr std::array<std::string_view, 5> kNames = {"bytes", "utf-16le", "utf-16be", "utf-32le",
                                                      "utf-32be"};
  return kNames[static_cast<std::size_t>(encoding)];
}

DetectedEncoding detect_encoding(std::string_view front) {
  for (const Mark& mark : kMarks) {
    if (front.starts_with(mark.bytes)) return {mark.encoding, mark.bytes.size()};
  }
  front = front.substr(0, kEncodingFront);
  if (front.find('\0') == std::string_view::npos) return {};

  for (const bool big_endian : {false, true}) {
    const Units quads = count_quads(front, big_endian);
    // Emoji and the like are beyond the basic plane, so a few are let pass.
    if (quads.tell_of_text() && quads.small * 8 >= quads.all * 7) {
      return {big_endian ? Encoding::kUtf32Be : Encoding::kUtf32Le, 0};
    }
  }
  for (const bool big_endian : {false, true}) {
    const Units pairs = count_pairs(front, big_endian ? 0 : 1);
    // Half: the text around a token may well be in another alphabet.
    if (pairs.tell_of_text() && pairs.small * 2 >= pairs.all) {
      return {big_endian ? Encoding::kUtf16Be : Encoding::kUtf16Le, 0};
    }
  }
  return {};
}

bool looks_binary(std::string_view front) {
  if (detect_encoding(front).encoding != Encoding::kBytes) return false;
  return front.substr(0, kBinaryFront).find('\0') != std::string_view::npos;
}

}  // namespace trawl
