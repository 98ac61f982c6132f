#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/sast/kind.h"

namespace trawl::sast {

/// A set of characters that a text does not hold. Bytes 5 to 127 stand for themselves; bytes that no text of
/// interest holds stand for positions.
struct CharSet {
  static constexpr unsigned char kDotDot = 1;         ///< ".." anywhere
  static constexpr unsigned char kLeadingSlash = 2;   ///< '/' as the first character
  static constexpr unsigned char kLeadingHyphen = 3;  ///< '-' as the first character
  static constexpr unsigned char kEscaped = 4;        ///< not a character: quotes in the text are escaped
  static constexpr unsigned char kFirst = 5;          ///< the first that stands for itself
  static constexpr unsigned char kCanonical = 0;      ///< not a character: the text is a canonical path

  std::uint64_t low = 0;
  std::uint64_t high = 0;

  constexpr void add(unsigned char c) {
    if (c < 64)
      low |= std::uint64_t{1} << c;
    else if (c < 128)
      high |= std::uint64_t{1} << (c - 64U);
  }
  [[nodiscard]] constexpr bool has(unsigned char c) const {
    return c < 64 ? (low >> c & 1U) != 0 : c < 128 && (high >> (c - 64U) & 1U) != 0;
  }
  [[nodiscard]] constexpr bool empty() const { return low == 0 && high == 0; }

  friend constexpr CharSet operator|(CharSet a, CharSet b) { return {a.low | b.low, a.high | b.high}; }
  friend constexpr CharSet operator&(CharSet a, CharSet b) { return {a.low & b.low, a.high & b.high}; }
  friend auto operator<=>(const CharSet&, const CharSet&) = default;
};

/// "A-Za-z0-9_" as the set of these characters; a hyphen at either end stands for itself, `\` quotes the next
/// one.
CharSet characters_of(std::string_view ranges);
/// The characters of `text`, each for itself.
CharSet characters_in(std::string_view text);
/// The characters that a text matching the regular expression can consist of; nothing where that cannot be
/// told. Unless `whole`, the expression itself must hold on to both ends of the text.
std::optional<CharSet> characters_matching(std::string_view expression, bool whole);
/// What a text does not hold that consists of `allowed` only.
CharSet refused_by_allowing(CharSet allowed);
/// The kinds of which a text is safe that holds none of `refused`.
KindMask cleared_by_refusing(CharSet refused);

}  // namespace trawl::sast
