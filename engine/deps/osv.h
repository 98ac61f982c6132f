#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/deps/cvss.h"

namespace trawl {

/// How bad a record says it is: by a score, or by a word where there is none.
struct OsvSeverity {
  std::optional<CvssScore> score;
  std::optional<Severity> word;

  [[nodiscard]] bool known() const { return score.has_value() || word.has_value(); }
};

struct OsvEvent {
  enum class Kind : std::uint8_t { kIntroduced, kFixed, kLastAffected, kLimit };
  Kind kind = Kind::kIntroduced;
  std::string version;
};

/// Which versions of one package are affected.
struct OsvAffected {
  std::string ecosystem;                      ///< with its suffix, "Debian:12"
  std::string name;                           ///< normalised
  std::vector<std::vector<OsvEvent>> ranges;  ///< those whose versions are ordered; events in their order
  std::vector<std::string> versions;          ///< listed one by one
  OsvSeverity severity;
  bool incomplete = false;  ///< ranges of commits, or versions that the order does not know, were left out
};

/// An advisory in the form of https://ossf.github.io/osv-schema/.
struct OsvRecord {
  std::string id;
  std::string summary;
  std::vector<std::string> aliases;
  std::string modified;  ///< RFC 3339, as written
  bool withdrawn = false;
  OsvSeverity severity;
  std::vector<OsvAffected> affected;  ///< only those that name a package
};

/// Reads a record from JSON or, if `yaml`, YAML. What breaks the schema is an error that says where.
Result<OsvRecord> read_osv(std::string_view bytes, bool yaml = false);

/// Seconds since 1970 of an RFC 3339 time in UTC or with an offset; nothing where it is none.
std::optional<std::int64_t> seconds_of_rfc3339(std::string_view text);

/// `2026-11-28` of seconds since 1970.
std::string date_of_seconds(std::int64_t seconds);

}  // namespace trawl
