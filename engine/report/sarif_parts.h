#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/model/report.h"
#include "engine/report/json_stream.h"
#include "engine/report/report_writer.h"

namespace trawl {

/// The files of one SARIF run that have a URI: each pair of path and blob once, in the order of paths.
/// Results refer to them by index. Looks at the report, which outlives it.
class SarifArtifacts {
 public:
  /// Takes the places of one finding in.
  void add(const Location& location);
  /// Gives each file its index. Called once, after the last `add`.
  void number();
  [[nodiscard]] std::size_t index_of(const Location& location) const;
  void write(JsonStream& json) const;

 private:
  using Key = std::tuple<std::string_view, std::string_view>;  ///< path, blob id
  struct Artifact {
    std::size_t index = 0;
    std::uint64_t size = 0;
  };
  static Key key_of(const Location& location) { return {location.path, location.blob_id}; }

  std::map<Key, Artifact> artifacts_;
};

/// The rules and the weaknesses of one run, each in a fixed order, for references by index.
class SarifRules {
 public:
  explicit SarifRules(const Report& report);

  [[nodiscard]] std::size_t index_of(const Rule& rule) const;
  /// `tool`: the driver with its rules and notification descriptors.
  void write_tool(JsonStream& json, const ReportOptions& options) const;
  /// `taxonomies`: the weaknesses that the rules name.
  void write_taxonomies(JsonStream& json) const;

 private:
  void write_rule(JsonStream& json, const Rule& rule) const;

  std::vector<const Rule*> rules_;         ///< sorted by id, each once
  std::vector<std::uint16_t> weaknesses_;  ///< CWE numbers, sorted
};

/// What all results of a run share.
struct SarifContext {
  const ReportOptions& options;
  const SarifRules& rules;
  const SarifArtifacts& artifacts;
  bool any_suppressed = false;  ///< then every result has the array
};

/// The greatest number of related locations of one result.
inline constexpr std::size_t kMostRelatedLocations = 100;

void write_sarif_result(JsonStream& json, const Finding& finding, const SarifContext& context);

/// `artifactLocation`: the place of a path relative to the root of the repository; for a path that has no
/// URI, its name in words. `index` refers to the run's artifacts.
void write_artifact_location(JsonStream& json, std::string_view name, std::string_view path,
                             std::optional<std::size_t> index);

/// `name: {"text": text}`.
void write_sarif_text(JsonStream& json, std::string_view name, std::string_view text);

/// SARIF's level of a severity.
std::string_view sarif_level_of(Severity severity);

/// "aws-access-key-id" -> "AwsAccessKeyId".
std::string pascal_case(std::string_view kebab_case);

/// The text cut to at most `most` bytes between code points, with an ellipsis at the end when it was longer.
std::string shortened(std::string_view text, std::size_t most);

}  // namespace trawl
