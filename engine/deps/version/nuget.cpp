#include <array>
#include <string>

#include "engine/deps/version/parts.h"
#include "engine/deps/version/semver.h"

// NuGetVersion: SemVer 2 with up to four numbers, which may have leading zeros, and labels without case.

namespace trawl {
namespace {

using namespace version_parts;

struct NuGet {
  std::array<std::string_view, 4> numbers;
  std::string labels;
};

std::optional<NuGet> parse(std::string_view text) {
  if (text.size() > kMostVersionBytes) return std::nullopt;
  NuGet version;
  if (const std::size_t plus = text.find('+'); plus != std::string_view::npos) {
    if (!are_identifiers(text.substr(plus + 1), false)) return std::nullopt;
    text = text.substr(0, plus);
  }
  if (const std::size_t dash = text.find('-'); dash != std::string_view::npos) {
    const std::string_view labels = text.substr(dash + 1);
    if (!are_identifiers(labels, false)) return std::nullopt;
    version.labels = labels;
    std::transform(version.labels.begin(), version.labels.end(), version.labels.begin(), lower);
    text = text.substr(0, dash);
  }
  for (std::string_view& number : version.numbers) {
    number = take_while(text, is_digit);
    if (number.empty() || without_leading_zeros(number).size() > 10) return std::nullopt;
    if (text.empty()) return version;
    if (text[0] != '.') return std::nullopt;
    text.remove_prefix(1);
  }
  return std::nullopt;
}

}  // namespace

VersionComparison compare_nuget(std::string_view a, std::string_view b) {
  const auto left = parse(a);
  const auto right = parse(b);
  if (!left || !right) return std::nullopt;
  for (std::size_t i = 0; i < left->numbers.size(); ++i) {
    if (const auto order = compare_numbers(left->numbers[i], right->numbers[i]); order != 0) return order;
  }
  return compare_prerelease(left->labels, right->labels);
}

}  // namespace trawl
