#include <array>

#include "engine/deps/version/parts.h"
#include "engine/deps/version/semver.h"

// golang.org/x/mod/semver: SemVer with a `v` in front and parts that may be missing. OSV drops the `v`.

namespace trawl {
namespace {

using namespace version_parts;

struct GoVersion {
  std::array<std::string_view, 3> numbers;
  std::string_view prerelease;
};

std::optional<GoVersion> parse(std::string_view text) {
  if (text.size() > kMostVersionBytes) return std::nullopt;
  if (text.starts_with('v')) text.remove_prefix(1);
  GoVersion version;
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
  std::size_t count = 0;
  do {
    if (count == version.numbers.size()) return std::nullopt;
    const std::string_view number = take_while(text, is_digit);
    if (number.empty() || (number.size() > 1 && number[0] == '0')) return std::nullopt;
    version.numbers[count++] = number;
    if (text.empty()) {
      // Only a whole version has more behind it.
      const bool more = dash != std::string_view::npos || plus != std::string_view::npos;
      if (more && count < version.numbers.size()) return std::nullopt;
      return version;
    }
    if (text[0] != '.') return std::nullopt;
    text.remove_prefix(1);
  } while (true);
}

}  // namespace

VersionComparison compare_go(std::string_view a, std::string_view b) {
  const auto left = parse(a);
  const auto right = parse(b);
  if (!left || !right) return std::nullopt;
  for (std::size_t i = 0; i < left->numbers.size(); ++i) {
    if (const auto order = compare_numbers(left->numbers[i], right->numbers[i]); order != 0) return order;
  }
  return compare_prerelease(left->prerelease, right->prerelease);
}

}  // namespace trawl
