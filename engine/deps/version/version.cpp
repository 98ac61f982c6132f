#include "engine/deps/version/version.h"

#include <array>

#include "engine/deps/version/parts.h"

namespace trawl {
namespace {

using Compare = VersionComparison (*)(std::string_view, std::string_view);

VersionComparison compare_equal_texts(std::string_view a, std::string_view b) {
  if (a.empty() || a != b) return std::nullopt;
  return std::weak_ordering::equivalent;
}

constexpr std::array<Compare, 11> kCompare = {
    compare_equal_texts, compare_semver,   compare_pep440, compare_maven, compare_nuget, compare_rubygems,
    compare_go,          compare_composer, compare_debian, compare_rpm,   compare_alpine};

}  // namespace

VersionComparison compare_versions(VersionOrder order, std::string_view a, std::string_view b) {
  return kCompare[static_cast<std::size_t>(order)](a, b);
}

bool is_version(VersionOrder order, std::string_view text) {
  return compare_versions(order, text, text).has_value();
}

bool is_prerelease(VersionOrder order, std::string_view text) {
  using version_parts::is_digit;
  using version_parts::is_letter;
  // The version without all that stands behind its numbers is greater.
  std::size_t end = 0;
  while (end < text.size() && (is_digit(text[end]) || text[end] == '.' || (end == 0 && text[0] == 'v')))
    ++end;
  while (end > 0 && text[end - 1] == '.') --end;
  const VersionComparison order_of_both = compare_versions(order, text, text.substr(0, end));
  return order_of_both && *order_of_both < 0;
}

}  // namespace trawl
