#include "engine/match/context/subword_cover.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "engine/match/context/subword_table.h"

namespace trawl {
namespace {

constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool contains(const SubwordTable& table, std::uint64_t word) {
  const std::uint32_t bucket = bucket_of_subword(word);
  const auto begin = table.words.begin() + table.starts[bucket];
  const auto end = table.words.begin() + table.starts[bucket + 1];
  return std::find(begin, end, word) != end;
}

// The length of the longest sub-word at the begin of `text`, or 0.
std::size_t longest_subword(const SubwordTable& table, std::string_view text) {
  std::uint64_t number = 0;
  std::size_t best = 0;
  bool upper_tail = false;
  const std::size_t limit = std::min<std::size_t>(text.size(), kLongestSubword);
  for (std::size_t i = 0; i < limit; ++i) {
    const char c = text[i];
    const bool upper = is_upper(c);
    if (!upper && !is_lower(c)) break;
    if (i == 1) {
      upper_tail = upper;
      if (upper && is_lower(text[0])) break;
    }
    if (i > 1 && upper != upper_tail) break;
    number = number << 5 | static_cast<std::uint64_t>((c | 0x20) - 'a' + 1);
    if (i + 1 >= kShortestSubword && contains(table, number)) best = i + 1;
  }
  return best;
}

struct Cover {
  std::size_t characters = 0;
  unsigned words = 0;
};

Cover cover_of(std::string_view text) {
  const SubwordTable table = subword_table();
  Cover cover;
  for (std::size_t at = 0; at + kShortestSubword <= text.size();) {
    const std::size_t length = longest_subword(table, text.substr(at));
    if (length == 0) {
      ++at;
      continue;
    }
    cover.characters += length;
    ++cover.words;
    at += length;
  }
  return cover;
}

}  // namespace

double subword_cover(std::string_view text) {
  text = text.substr(0, kLongestCovered);
  if (text.empty()) return 0;
  return static_cast<double>(cover_of(text).characters) / static_cast<double>(text.size());
}

unsigned count_subwords(std::string_view text) {
  return cover_of(text.substr(0, kLongestCovered)).words;
}

bool is_subword(std::string_view word) {
  if (word.size() < kShortestSubword || word.size() > kLongestSubword) return false;
  std::uint64_t number = 0;
  for (const char c : word) {
    if (!is_lower(c) && !is_upper(c)) return false;
    number = number << 5 | static_cast<std::uint64_t>((c | 0x20) - 'a' + 1);
  }
  return contains(subword_table(), number);
}

}  // namespace trawl
