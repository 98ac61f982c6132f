#pragma once

#include <cstddef>
#include <string_view>

namespace trawl::ascii {

/// Classes of bytes and comparisons without a locale, for text whose encoding is unknown. All constexpr, no
/// allocation.

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_letter(char c) {
  return is_lower(c) || is_upper(c);
}
constexpr bool is_alnum(char c) {
  return is_letter(c) || is_digit(c);
}
constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
constexpr char lower(char c) {
  return is_upper(c) ? static_cast<char>(c | 0x20) : c;
}

constexpr bool same(std::string_view a, std::string_view lower_b) {
  if (a.size() != lower_b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower_b[i]) return false;
  }
  return true;
}

constexpr bool starts_with(std::string_view text, std::string_view lower_prefix) {
  return text.size() >= lower_prefix.size() && same(text.substr(0, lower_prefix.size()), lower_prefix);
}

constexpr bool ends_with(std::string_view text, std::string_view lower_suffix) {
  return text.size() >= lower_suffix.size() &&
         same(text.substr(text.size() - lower_suffix.size()), lower_suffix);
}

/// Where `lower_part` (short, lower case, not empty) first is in `text` in any case, or npos. Time: text x
/// part.
constexpr std::size_t find(std::string_view text, std::string_view lower_part, std::size_t from = 0) {
  for (std::size_t at = from; at + lower_part.size() <= text.size(); ++at) {
    if (lower(text[at]) == lower_part.front() && same(text.substr(at, lower_part.size()), lower_part))
      return at;
  }
  return std::string_view::npos;
}

constexpr bool contains(std::string_view text, std::string_view lower_part) {
  return find(text, lower_part) != std::string_view::npos;
}

/// `text` without blanks and line ends at either end.
constexpr std::string_view trimmed(std::string_view text) {
  const auto space = [](char c) { return is_blank(c) || c == '\r' || c == '\n'; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace trawl::ascii
