#pragma once

#include <cstdint>
#include <span>

namespace trawl {

/// The built-in list of sub-words as a table in read-only data, written at build time from subwords.txt
/// (write_subword_table.cpp): looking a word up needs one multiplication and, on average, less than two
/// compared numbers; nothing is set up at start.
///
/// A word of 4 to 8 letters is a number: five bits a letter, `a` = 1, first letter most significant. `words`
/// holds the numbers grouped by `bucket_of_subword`; bucket b is `words[starts[b] .. starts[b + 1])`.
struct SubwordTable {
  std::span<const std::uint64_t> words;
  std::span<const std::uint16_t> starts;
};

constexpr unsigned kShortestSubword = 4;
constexpr unsigned kLongestSubword = 8;
constexpr unsigned kSubwordBucketBits = 15;

/// Fibonacci hashing: the top bits of the product with 2^64 / golden ratio.
constexpr std::uint32_t bucket_of_subword(std::uint64_t word) {
  return static_cast<std::uint32_t>((word * 0x9e3779b97f4a7c15u) >> (64 - kSubwordBucketBits));
}

SubwordTable subword_table();

}  // namespace trawl
