#pragma once

#include <compare>
#include <cstdint>

namespace trawl {

/// A number with a meaning: two strong numbers with different tags do not mix. `value` is public because a
/// number has no invariant; the tag is what is protected.
template <typename Tag, typename Number>
struct Strong {
  Number value{};

  constexpr Strong() = default;
  constexpr explicit Strong(Number number) : value(number) {}
  friend constexpr auto operator<=>(const Strong&, const Strong&) = default;
};

using ByteOffset = Strong<struct ByteOffsetTag, std::uint64_t>;  ///< 0 is the first byte
using Line = Strong<struct LineTag, std::uint32_t>;              ///< 1 is the first line
using Column = Strong<struct ColumnTag, std::uint32_t>;  ///< 1 is the first column, in UTF-16 code units

/// A half-open range of bytes of one blob; `end` is the first byte out.
struct ByteSpan {
  ByteOffset begin;
  ByteOffset end;

  [[nodiscard]] constexpr std::uint64_t size() const { return end.value - begin.value; }
  [[nodiscard]] constexpr bool contains(const ByteSpan& other) const {
    return begin <= other.begin && other.end <= end;
  }
  [[nodiscard]] constexpr bool overlaps(const ByteSpan& other) const {
    return begin < other.end && other.begin < end;
  }
  friend constexpr auto operator<=>(const ByteSpan&, const ByteSpan&) = default;
};

constexpr ByteSpan span_of(std::uint64_t begin, std::uint64_t end) {
  return {ByteOffset(begin), ByteOffset(end)};
}

}  // namespace trawl
