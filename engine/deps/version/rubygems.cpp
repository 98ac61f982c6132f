#include <vector>

#include "engine/deps/version/parts.h"
#include "engine/deps/version/version.h"

// Gem::Version: numbers and words in turn; a word makes a prerelease, and `-` stands for `.pre.`.

namespace trawl {
namespace {

using namespace version_parts;

bool is_word_character(char c) {
  return is_digit(c) || is_letter(c);
}

// Segments without the zeros that do not count: those in front of the first word, and at the end.
std::optional<std::vector<std::string_view>> segments_of(std::string_view text) {
  if (text.size() > kMostVersionBytes) return std::nullopt;
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  std::vector<std::string_view> segments;
  std::size_t first_word = 0;
  bool words = false;
  const auto drop_zeros = [&](std::size_t from) {
    while (segments.size() > from && !is_letter(segments.back()[0]) &&
           without_leading_zeros(segments.back()).empty()) {
      segments.pop_back();
    }
  };
  const auto add = [&](std::string_view segment) {
    if (!words && is_letter(segment[0])) {
      drop_zeros(0);
      first_word = segments.size();
      words = true;
    }
    segments.push_back(segment);
  };
  bool dashed = false;
  bool first = true;
  while (first || !text.empty()) {
    if (!first) {
      const char separator = text[0];
      text.remove_prefix(1);
      if (separator == '-') {
        dashed = true;
        add("pre");
      } else if (separator != '.') {
        return std::nullopt;
      }
    }
    std::string_view part = take_while(text, is_word_character);
    if (part.empty() || (first && !all_digits(part))) return std::nullopt;
    // Behind a dash there may be more of them, next to each other.
    while (dashed && text.starts_with('-')) {
      while (!part.empty()) {
        add(is_digit(part[0]) ? take_while(part, is_digit) : take_while(part, is_letter));
      }
      text.remove_prefix(1);
      add("pre");
      part = take_while(text, is_word_character);
    }
    while (!part.empty()) {
      add(is_digit(part[0]) ? take_while(part, is_digit) : take_while(part, is_letter));
    }
    first = false;
  }
  drop_zeros(words ? first_word : 0);
  return segments;
}

}  // namespace

VersionComparison compare_rubygems(std::string_view a, std::string_view b) {
  const auto left = segments_of(a);
  const auto right = segments_of(b);
  if (!left || !right) return std::nullopt;
  for (std::size_t i = 0; i < left->size() || i < right->size(); ++i) {
    const std::string_view one = i < left->size() ? (*left)[i] : "0";
    const std::string_view other = i < right->size() ? (*right)[i] : "0";
    const bool one_word = is_letter(one[0]);
    const bool other_word = is_letter(other[0]);
    if (one_word != other_word) return one_word ? std::weak_ordering::less : std::weak_ordering::greater;
    const auto order = one_word ? one.compare(other) <=> 0 : compare_numbers(one, other);
    if (order != 0) return order;
  }
  return std::weak_ordering::equivalent;
}

}  // namespace trawl
