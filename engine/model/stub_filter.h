#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace trawl {

/// How far a stub reaches from where its walk began: `before` bytes in front of that place, `behind` bytes
/// from it on.
struct StubReach {
  std::uint16_t before = 0;
  std::uint16_t behind = 0;

  friend auto operator<=>(const StubReach&, const StubReach&) = default;
};

/// Tells where stubs (`SecretRule::stub`) can be in a text, so that Hyperscan need search there only.
///
/// Every text of a stub has, at a place that the builder chose, four bytes that are rare in text: its *gram*,
/// four sets of bytes. From there an automaton *walks* along the rest of the stub, of which it knows a
/// superset (long repeats are not counted, long tails are cut). Where a walk comes to an accepting state, a
/// stub can be within that state's reach. So no stub is missed; what is passed is for Hyperscan to judge.
///
/// Grams are looked for at 64 places at once: each of 32 buckets is one bit in look-up tables by byte and
/// place, and passes the product of its grams' sets; a hash of the four bytes sorts out most of what is none
/// of them. Plain data, made at build time by engine/rules/stub_filter_builder.h. Borrowed by those who
/// search.
struct StubFilter {
  static constexpr std::size_t kGram = 4;    ///< bytes of a gram
  static constexpr std::size_t kTables = 4;  ///< of eight buckets each
  static constexpr std::size_t kBytes =
      128;  ///< entries of a look-up table: the upper bit of a byte is not looked at
  using Table = std::array<std::array<std::uint8_t, kBytes>, kGram>;

  static constexpr std::uint32_t kWidest = 32'000;  ///< bytes that a walk can go

  static constexpr unsigned kHashBits = 16;
  /// Of four bytes as a little-endian number, the case of letters aside.
  static constexpr std::uint32_t hash_of(std::uint32_t bytes) {
    return ((bytes | 0x20202020U) * 0x9E3779B1U) >> (32 - kHashBits);
  }

  static constexpr std::uint32_t kDead = 0;   ///< the state where walks end in vain
  static constexpr std::uint32_t kBegin = 1;  ///< the state where they begin

  std::array<Table, kTables> grams{};
  std::array<std::uint64_t, (std::size_t{1} << kHashBits) / 64> hashes{};  ///< a bit for each hash of a gram
  std::array<std::uint8_t, 256> classes{};  ///< bytes that no state tells apart have the same class
  std::uint32_t row_bits = 0;               ///< a row of `next` has 2 to the power of this entries
  std::uint32_t widest = 0;                 ///< of all stubs, from where a walk begins to the end, in bytes
  std::uint32_t first_accepting = 0;        ///< states from here on accept and have no row
  std::span<const std::uint16_t> next;      ///< by state and class: the next state
  std::span<const StubReach> reaches;       ///< by accepting state

  /// The filter as bytes, and the filter that uses such bytes where they lie. They come from the program
  /// itself and must be aligned to 8 bytes.
  [[nodiscard]] std::string image() const;
  static StubFilter of_image(std::span<const char> image);
};

}  // namespace trawl
