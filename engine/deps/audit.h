#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/deps/package.h"
#include "engine/deps/vex.h"
#include "engine/deps/vulnerability_index.h"
#include "engine/model/severity.h"

namespace trawl {

/// Something wrong with dependencies, at a place of a file.
struct DependencyFinding {
  std::string_view rule;  ///< its id; static text
  std::size_t file = 0;   ///< position in the list of files
  ByteSpan span;
  std::optional<Severity> severity;      ///< where it differs from the rule's
  std::optional<Confidence> confidence;  ///< the same
  std::string message;                   ///< a sentence without its period
  std::string detail;                    ///< "GHSA-..., CVE-..."
  std::string subject;                   ///< what it is about, for its identity: package and smallest id
  std::string accepted;                  ///< why a VEX statement says that it does not matter; mostly empty
  std::vector<std::pair<std::size_t, ByteSpan>> related;  ///< further places: file and span
};

/// How dependencies are judged.
struct DependencyPolicy {
  const VulnerabilityIndex* vulnerabilities = nullptr;  ///< null: none are looked up
  const Vex* vex = nullptr;                             ///< may be null
  bool whole_tree = true;  ///< all files of the project are there: what is missing may be told
};

/// A vulnerability of a locked package, merged over all its ids and over the versions that a lock has of it.
struct PackageVulnerability {
  std::size_t file = 0;
  std::vector<std::uint32_t> packages;  ///< positions in the file, the first one is shown
  std::vector<std::string> ids;         ///< the best known first: CVE and GHSA before others, then sorted
  std::string smallest_id;
  std::string summary;
  OsvSeverity severity;
  bool malicious = false;
  std::string fixed;              ///< the lowest version that is free of it; empty where none is known
  bool fix_is_major = false;      ///< that version is out of the range that the manifest allows
  std::vector<std::string> path;  ///< from what the project asks for to the package, "name@version"
  std::optional<std::string> not_affected;  ///< why a VEX statement says so
};

struct DependencyAudit {
  std::vector<DependencyFinding> findings;            ///< sorted by file, span, rule, subject
  std::vector<PackageVulnerability> vulnerabilities;  ///< sorted by file, package, id
  std::vector<std::uint64_t> not_looked_up;           ///< packages of each file
};

/// Judges all files of a project together. `files` are sorted by path.
DependencyAudit audit_dependencies(std::span<const DependencyFile> files, const DependencyPolicy& policy);

/// The ids of all rules that it judges by, sorted.
std::span<const std::string_view> dependency_rule_ids();

/// The severity that a vulnerability counts with: of its score, of its word, or high where nothing is known.
Severity counted_severity(const OsvSeverity& severity, std::optional<Severity> otherwise = std::nullopt);

}  // namespace trawl
