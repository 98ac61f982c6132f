#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace trawl {

/// A lock file or manifest that was met.
struct DependencyInput {
  std::string kind;  ///< "package-lock.json", ".npmrc": names of engine/deps/package.h
  std::string path;  ///< as findings show it
  std::string blob_id;
  bool lock = false;      ///< fixes versions
  bool manifest = false;  ///< asks for packages
  bool parsed = true;     ///< read to its end
  std::uint64_t packages = 0;
  std::uint64_t requirements = 0;
  /// Packages that known vulnerabilities could not be looked up for: the index is silent about the ecosystem,
  /// or the version cannot be compared.
  std::uint64_t not_looked_up = 0;
};

/// What known vulnerabilities were looked up in.
struct VulnerabilityData {
  std::int64_t newest_record = 0;  ///< seconds since 1970
  std::int64_t age_seconds = 0;    ///< at the time of the run
  bool stale = false;              ///< older than the run allows
  std::uint64_t records = 0;
  std::string digest;  ///< SHA-256 of the records, hexadecimal
};

/// What a run says about dependencies besides its findings: what controls and gates rest on. In a report
/// where files about dependencies were looked for.
struct DependencySummary {
  std::vector<DependencyInput> inputs;               ///< sorted by path
  std::optional<VulnerabilityData> vulnerabilities;  ///< nothing: there was no index, nothing was looked up
  std::vector<std::string> rules;                    ///< ids of the rules that ran, sorted
  std::vector<std::string> disabled;                 ///< and of those that were switched off
  std::map<std::string, std::uint64_t> packages;     ///< distinct ones by ecosystem
  std::uint64_t direct = 0;                          ///< of them the project asks for itself
  std::uint64_t vulnerable = 0;                      ///< of them have a known vulnerability that is open
};

}  // namespace trawl
