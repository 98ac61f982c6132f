#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace trawl {

/// Where a package comes from, as lock files tell it: each has its own names, versions and registries.
enum class Ecosystem : std::uint8_t {
  kUnknown,
  kNpm,
  kPyPI,
  kMaven,
  kNuGet,
  kRubyGems,
  kGo,
  kCrates,
  kPackagist,
  kConan,
  kVcpkg,
  kDebian,
  kAlpine,
};

/// How versions of an ecosystem are ordered.
enum class VersionOrder : std::uint8_t {
  kNone,  ///< not known: only versions that are listed one by one can be compared
  kSemVer,
  kPep440,
  kMaven,
  kNuGet,
  kRubyGems,
  kGo,
  kComposer,
  kDebian,
  kRpm,
  kAlpine,
};

/// The ecosystem's name in OSV records, without a suffix: "npm", "crates.io"; empty for kUnknown.
std::string_view osv_name(Ecosystem ecosystem);

/// The type of the ecosystem's package URLs: "npm", "cargo"; "generic" where it has none.
std::string_view purl_type(Ecosystem ecosystem);

/// The order of the ecosystem that an OSV record names, with or without a suffix ("Debian:12").
VersionOrder order_of(std::string_view osv_ecosystem);

/// The form of a name under which packages are looked up: what the registry takes for the same name is the
/// same text.
std::string normalised_name(std::string_view osv_ecosystem, std::string_view name);

/// `pkg:npm/%40scope/name@1.0.0`. https://github.com/package-url/purl-spec
std::string package_url(Ecosystem ecosystem, std::string_view name, std::string_view version);

}  // namespace trawl
