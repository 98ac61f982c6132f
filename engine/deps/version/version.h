#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <string_view>

#include "engine/deps/ecosystem.h"

namespace trawl {

/// How two versions stand to each other; nothing where one of them is no version of that order. All orders
/// but Maven's are total preorders: what is written differently may be equal ("1.0" and "1.0.0"). Maven's own
/// has cycles among words between points (1-alpha < 1 < 1.x.1 < 1-alpha), which are kept as they are.
using VersionComparison = std::optional<std::weak_ordering>;

/// A longer text is no version: nothing is allocated for it.
constexpr std::size_t kMostVersionBytes = 256;

/// By the rules of the ecosystem; nothing for VersionOrder::kNone, but for equal texts.
VersionComparison compare_versions(VersionOrder order, std::string_view a, std::string_view b);

/// Whether the order knows the text as a version.
bool is_version(VersionOrder order, std::string_view text);

/// Whether a version comes before a release of the same number ("1.0-rc1"); false where it is not known.
bool is_prerelease(VersionOrder order, std::string_view text);

VersionComparison compare_semver(std::string_view a, std::string_view b);  ///< https://semver.org, npm, Rust
VersionComparison compare_pep440(std::string_view a, std::string_view b);  ///< Python's `packaging`
VersionComparison compare_maven(std::string_view a, std::string_view b);   ///< Maven 3's ComparableVersion
VersionComparison compare_nuget(std::string_view a, std::string_view b);   ///< NuGetVersion
VersionComparison compare_rubygems(std::string_view a, std::string_view b);  ///< Gem::Version
VersionComparison compare_go(std::string_view a, std::string_view b);        ///< golang.org/x/mod/semver
VersionComparison compare_composer(std::string_view a, std::string_view b);  ///< Composer\Semver
VersionComparison compare_debian(std::string_view a, std::string_view b);    ///< dpkg --compare-versions
VersionComparison compare_rpm(std::string_view a, std::string_view b);       ///< rpm's labelCompare
VersionComparison compare_alpine(std::string_view a, std::string_view b);    ///< apk version -t

}  // namespace trawl
