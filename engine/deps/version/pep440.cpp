#include <array>
#include <string>
#include <vector>

#include "engine/deps/version/parts.h"
#include "engine/deps/version/version.h"

// https://packaging.python.org/en/latest/specifications/version-specifiers/, with the spellings that
// `packaging` takes for the same.

namespace trawl {
namespace {

using namespace version_parts;

struct Pep440 {
  std::string epoch;
  std::vector<std::string_view> release;  // trailing zeros left out
  int pre = 3;                            // a, b, rc; 3: none; -1: none, but a development release
  std::string_view pre_number;
  bool post = false;
  std::string_view post_number;
  bool dev = false;
  std::string_view dev_number;
  std::vector<std::string_view> local;
};

struct Word {
  std::string_view text;
  int rank;
};

constexpr std::array kPreWords = {Word{"alpha", 0},   Word{"a", 0},   Word{"beta", 1}, Word{"b", 1},
                                  Word{"preview", 2}, Word{"pre", 2}, Word{"rc", 2},   Word{"c", 2}};
constexpr std::array kPostWords = {Word{"post", 0}, Word{"rev", 0}, Word{"r", 0}};

bool is_separator(char c) {
  return c == '-' || c == '_' || c == '.';
}

// A word with an optional separator before and behind it, and an optional number: cut off where it stands.
template <std::size_t N>
std::optional<int> take_word(std::string_view& text, const std::array<Word, N>& words,
                             std::string_view& number) {
  std::string_view rest = text;
  if (!rest.empty() && is_separator(rest[0])) rest.remove_prefix(1);
  for (const Word& word : words) {
    if (!rest.starts_with(word.text)) continue;
    rest.remove_prefix(word.text.size());
    std::string_view behind = rest;
    if (!behind.empty() && is_separator(behind[0])) behind.remove_prefix(1);
    number = take_while(behind, is_digit);
    text = number.empty() ? rest : behind;
    return word.rank;
  }
  return std::nullopt;
}

// `text` is in lower case and outlives what is returned.
std::optional<Pep440> parse(std::string_view text) {
  Pep440 version;
  if (text.starts_with('v')) text.remove_prefix(1);
  if (const std::size_t mark = text.find('!'); mark != std::string_view::npos) {
    if (!all_digits(text.substr(0, mark))) return std::nullopt;
    version.epoch = text.substr(0, mark);
    text.remove_prefix(mark + 1);
  }
  while (true) {
    const std::string_view number = take_while(text, is_digit);
    if (number.empty()) return std::nullopt;
    version.release.push_back(number);
    if (text.size() < 2 || text[0] != '.' || !is_digit(text[1])) break;
    text.remove_prefix(1);
  }
  while (!version.release.empty() && without_leading_zeros(version.release.back()).empty())
    version.release.pop_back();
  const auto pre = take_word(text, kPreWords, version.pre_number);
  if (text.size() > 1 && text[0] == '-' && is_digit(text[1])) {
    text.remove_prefix(1);
    version.post = true;
    version.post_number = take_while(text, is_digit);
  } else {
    version.post = take_word(text, kPostWords, version.post_number).has_value();
  }
  version.dev = take_word(text, std::array{Word{"dev", 0}}, version.dev_number).has_value();
  version.pre = pre ? *pre : version.dev && !version.post ? -1 : 3;
  if (text.starts_with('+')) {
    do {
      text.remove_prefix(1);
      const std::string_view part = take_while(text, [](char c) { return is_digit(c) || is_lower(c); });
      if (part.empty()) return std::nullopt;
      version.local.push_back(part);
    } while (!text.empty() && is_separator(text[0]));
  }
  if (!text.empty()) return std::nullopt;
  return version;
}

std::string prepared(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  std::string lowered(text);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
  return lowered;
}

std::strong_ordering compare_local(const Pep440& a, const Pep440& b) {
  for (std::size_t i = 0; i < a.local.size() && i < b.local.size(); ++i) {
    const bool left_number = all_digits(a.local[i]);
    const bool right_number = all_digits(b.local[i]);
    if (left_number != right_number)
      return left_number ? std::strong_ordering::greater : std::strong_ordering::less;
    const auto order =
        left_number ? compare_numbers(a.local[i], b.local[i]) : a.local[i].compare(b.local[i]) <=> 0;
    if (order != 0) return order;
  }
  return a.local.size() <=> b.local.size();
}

std::strong_ordering compare(const Pep440& a, const Pep440& b) {
  if (const auto order = compare_numbers(a.epoch, b.epoch); order != 0) return order;
  for (std::size_t i = 0; i < a.release.size() && i < b.release.size(); ++i) {
    if (const auto order = compare_numbers(a.release[i], b.release[i]); order != 0) return order;
  }
  if (const auto order = a.release.size() <=> b.release.size(); order != 0) return order;
  if (const auto order = a.pre <=> b.pre; order != 0) return order;
  if (const auto order = compare_numbers(a.pre_number, b.pre_number); order != 0) return order;
  if (a.post != b.post) return a.post ? std::strong_ordering::greater : std::strong_ordering::less;
  if (const auto order = compare_numbers(a.post_number, b.post_number); order != 0) return order;
  if (a.dev != b.dev) return a.dev ? std::strong_ordering::less : std::strong_ordering::greater;
  if (const auto order = compare_numbers(a.dev_number, b.dev_number); order != 0) return order;
  return compare_local(a, b);
}

}  // namespace

VersionComparison compare_pep440(std::string_view a, std::string_view b) {
  if (a.size() > kMostVersionBytes || b.size() > kMostVersionBytes) return std::nullopt;
  const std::string left_text = prepared(a);
  const std::string right_text = prepared(b);
  const auto left = parse(left_text);
  const auto right = parse(right_text);
  if (!left || !right) return std::nullopt;
  return compare(*left, *right);
}

}  // namespace trawl
