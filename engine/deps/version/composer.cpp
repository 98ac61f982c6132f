#include <array>
#include <string>
#include <vector>

#include "engine/deps/version/parts.h"
#include "engine/deps/version/version.h"

// Composer\Semver\VersionParser::normalize, then PHP's version_compare.

namespace trawl {
namespace {

using namespace version_parts;

struct Stability {
  std::string_view word;
  std::string_view expanded;
};

constexpr std::array kStabilities = {
    Stability{"stable", ""},     Stability{"beta", "beta"}, Stability{"alpha", "alpha"},
    Stability{"rc", "RC"},       Stability{"b", "beta"},    Stability{"a", "alpha"},
    Stability{"patch", "patch"}, Stability{"pl", "patch"},  Stability{"p", "patch"},
};

// `text` is what stands behind the numbers, in lower case; false where it is no modifier.
bool add_modifier(std::string_view text, std::string& normal) {
  const auto skip = [](std::string_view rest, std::string_view marks) {
    return !rest.empty() && marks.find(rest[0]) != std::string_view::npos ? rest.substr(1) : rest;
  };
  std::string_view rest = skip(text, "._-");
  for (const Stability& stability : kStabilities) {
    if (!rest.starts_with(stability.word)) continue;
    rest.remove_prefix(stability.word.size());
    if (!stability.expanded.empty()) {
      normal += '-';
      normal += stability.expanded;
    }
    bool first = true;
    while (true) {
      std::string_view behind = skip(rest, ".-");
      const std::string_view number = take_while(behind, is_digit);
      if (number.empty()) break;
      if (!stability.expanded.empty()) {
        if (!first) normal += '.';
        normal += number;
      }
      first = false;
      rest = behind;
    }
    text = rest;
    // Behind "stable" nothing counts, not even "-dev".
    if (stability.word == "stable" && (text.empty() || skip(text, ".-") == "dev")) return true;
    break;
  }
  if (text.empty()) return true;
  if (skip(text, ".-") == "dev") {
    normal += "-dev";
    return true;
  }
  return false;
}

std::optional<std::string> normalised_branch(std::string_view name) {
  std::string_view text = name;
  if (text.starts_with('v')) text.remove_prefix(1);
  std::string normal;
  for (int i = 0; i < 4; ++i) {
    if (i > 0) normal += '.';
    if (text.empty() && i > 0) {
      normal += "9999999";
      continue;
    }
    const std::string_view part = take_until(text, '.');
    if (all_digits(part)) {
      normal += part;
    } else if (i > 0 && (part == "x" || part == "*")) {
      normal += "9999999";
    } else {
      return std::nullopt;
    }
  }
  if (!text.empty()) return std::nullopt;
  return normal + "-dev";
}

std::optional<std::string> normalised(std::string_view original) {
  if (original.empty() || original.size() > kMostVersionBytes) return std::nullopt;
  std::string lowered(original);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
  std::string_view text = lowered;
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (const std::size_t as = text.find(" as "); as != std::string_view::npos) text = text.substr(0, as);
  if (const std::size_t at = text.find('@'); at != std::string_view::npos) text = text.substr(0, at);
  if (text == "master" || text == "trunk" || text == "default") return "dev-" + std::string(text);
  if (text.starts_with("dev-")) return std::string(text);
  if (const std::size_t plus = text.find('+'); plus != std::string_view::npos) text = text.substr(0, plus);

  std::string_view rest = text;
  if (rest.starts_with('v')) rest.remove_prefix(1);
  std::string normal;
  int numbers = 0;
  while (numbers < 4 && !rest.empty() && is_digit(rest[0])) {
    if (numbers > 0) normal += '.';
    normal += take_while(rest, is_digit);
    ++numbers;
    if (rest.size() < 2 || rest[0] != '.' || !is_digit(rest[1])) break;
    if (numbers < 4) rest.remove_prefix(1);
  }
  if (numbers > 0) {
    for (; numbers < 4; ++numbers) normal += ".0";
    if (add_modifier(rest, normal)) return normal;
  }
  // Dates: 2010-01-02, 20100102203040-10.
  rest = text;
  if (rest.starts_with('v')) rest.remove_prefix(1);
  if (rest.size() >= 6 && all_digits(rest.substr(0, 4))) {
    normal.clear();
    std::string_view behind = rest;
    while (!behind.empty() &&
           (is_digit(behind[0]) || ((behind[0] == '-' || behind[0] == '.' || behind[0] == ':') &&
                                    behind.size() > 1 && is_digit(behind[1])))) {
      normal += is_digit(behind[0]) ? behind[0] : '.';
      behind.remove_prefix(1);
    }
    if (add_modifier(behind, normal)) return normal;
  }
  if (text.ends_with("dev")) {
    std::string_view branch = text.substr(0, text.size() - 3);
    if (branch.ends_with('.') || branch.ends_with('-')) branch.remove_suffix(1);
    if (const auto normal_branch = normalised_branch(branch)) return normal_branch;
    return "dev-" + std::string(branch);
  }
  return std::nullopt;
}

// Where a part stands among numbers: PHP's order of forms; unknown words come first, all alike.
int form_of(std::string_view part) {
  constexpr int kNumber = 4;
  if (part.empty() || is_digit(part[0])) return kNumber;
  constexpr std::array<std::string_view, 8> kNames = {"dev", "alpha", "a", "beta", "b", "RC", "pl", "p"};
  constexpr std::array kForms = {0, 1, 1, 2, 2, 3, 5, 5};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (part.starts_with(kNames[i])) return kForms[i];
  }
  return -1;
}

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    if (text[0] == '.' || text[0] == '-' || text[0] == '_' || text[0] == '+') {
      text.remove_prefix(1);
      continue;
    }
    parts.push_back(is_digit(text[0]) ? take_while(text, is_digit) : take_while(text, [](char c) {
      return !is_digit(c) && c != '.' && c != '-' && c != '_' && c != '+';
    }));
  }
  return parts;
}

}  // namespace

VersionComparison compare_composer(std::string_view a, std::string_view b) {
  const auto left_text = normalised(a);
  const auto right_text = normalised(b);
  if (!left_text || !right_text) return std::nullopt;
  const auto left = parts_of(*left_text);
  const auto right = parts_of(*right_text);
  for (std::size_t i = 0; i < left.size() || i < right.size(); ++i) {
    const std::string_view one = i < left.size() ? left[i] : std::string_view();
    const std::string_view other = i < right.size() ? right[i] : std::string_view();
    if (const int difference = form_of(one) - form_of(other); difference != 0)
      return difference < 0 ? std::weak_ordering::less : std::weak_ordering::greater;
    // A number that is there is more than none.
    if (one.empty() != other.empty())
      return one.empty() ? std::weak_ordering::less : std::weak_ordering::greater;
    if (!one.empty() && is_digit(one[0])) {
      if (const auto order = compare_numbers(one, other); order != 0) return order;
    }
  }
  return std::weak_ordering::equivalent;
}

}  // namespace trawl
