#include "engine/deps/version/semver.h"

#include <tuple>

#include "engine/deps/version/parts.h"

namespace trawl {

using namespace version_parts;

std::optional<std::uint64_t> version_number(std::string_view digits) {
  if (!all_digits(digits) || digits.size() > 16 || (digits.size() > 1 && digits[0] == '0'))
    return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : digits) number = number * 10 + static_cast<std::uint64_t>(c - '0');
  if (number > kMostVersionNumber) return std::nullopt;
  return number;
}

bool are_identifiers(std::string_view text, bool strict) {
  if (text.empty() || text.ends_with('.')) return false;
  while (!text.empty()) {
    const std::string_view one = take_until(text, '.');
    if (one.empty()) return false;
    if (!std::all_of(one.begin(), one.end(), [](char c) { return is_digit(c) || is_letter(c) || c == '-'; }))
      return false;
    if (strict && one.size() > 1 && one[0] == '0' && all_digits(one)) return false;
  }
  return true;
}

std::optional<SemVer> SemVer::parse(std::string_view text) {
  if (text.size() > kMostVersionBytes) return std::nullopt;
  SemVer version;
  const std::size_t plus = text.find('+');
  if (plus != std::string_view::npos) {
    if (!are_identifiers(text.substr(plus + 1), false)) return std::nullopt;
    text = text.substr(0, plus);
  }
  const std::size_t dash = text.find('-');
  if (dash != std::string_view::npos) {
    version.prerelease = text.substr(dash + 1);
    if (!are_identifiers(version.prerelease, true)) return std::nullopt;
    text = text.substr(0, dash);
  }
  for (std::uint64_t* part : {&version.major, &version.minor, &version.patch}) {
    const bool last = part == &version.patch;
    if (!last && text.find('.') == std::string_view::npos) return std::nullopt;
    const auto number = version_number(last ? text : take_until(text, '.'));
    if (!number) return std::nullopt;
    *part = *number;
  }
  return version;
}

std::weak_ordering compare_prerelease(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return static_cast<int>(a.empty()) <=> static_cast<int>(b.empty());
  while (!a.empty() && !b.empty()) {
    const std::string_view left = take_until(a, '.');
    const std::string_view right = take_until(b, '.');
    const bool left_number = all_digits(left);
    const bool right_number = all_digits(right);
    if (left_number != right_number) {
      return left_number ? std::weak_ordering::less : std::weak_ordering::greater;
    }
    const std::strong_ordering order = left_number ? compare_numbers(left, right) : left.compare(right) <=> 0;
    if (order != 0) return order;
  }
  return static_cast<int>(!a.empty()) <=> static_cast<int>(!b.empty());
}

std::weak_ordering operator<=>(const SemVer& a, const SemVer& b) {
  const auto numbers = std::tie(a.major, a.minor, a.patch) <=> std::tie(b.major, b.minor, b.patch);
  return numbers != 0 ? std::weak_ordering(numbers) : compare_prerelease(a.prerelease, b.prerelease);
}

VersionComparison compare_semver(std::string_view a, std::string_view b) {
  const auto left = SemVer::parse(a);
  const auto right = SemVer::parse(b);
  if (!left || !right) return std::nullopt;
  return *left <=> *right;
}

}  // namespace trawl
