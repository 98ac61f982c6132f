#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/deps/version/version.h"

namespace trawl {

/// A version of https://semver.org, as npm reads it strictly. Borrows its text.
struct SemVer {
  std::uint64_t major = 0;
  std::uint64_t minor = 0;
  std::uint64_t patch = 0;
  std::string_view prerelease;  ///< without `-`; empty: a release

  static std::optional<SemVer> parse(std::string_view text);
  friend std::weak_ordering operator<=>(const SemVer& a, const SemVer& b);
  friend bool operator==(const SemVer& a, const SemVer& b) { return (a <=> b) == 0; }
};

/// The order of prerelease texts ("rc.1" and "rc.2"); an empty one is the release and the greatest.
std::weak_ordering compare_prerelease(std::string_view a, std::string_view b);

/// The greatest number that a part of a version may have.
constexpr std::uint64_t kMostVersionNumber = (std::uint64_t{1} << 53U) - 1;

/// A number without leading zeros, up to kMostVersionNumber.
std::optional<std::uint64_t> version_number(std::string_view digits);

/// Whether dots part it into identifiers; numbers have no leading zeros if `strict`.
bool are_identifiers(std::string_view text, bool strict);

}  // namespace trawl
