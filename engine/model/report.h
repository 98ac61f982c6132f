#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/coverage.h"
#include "engine/model/dependency_summary.h"
#include "engine/model/finding.h"
#include "engine/model/ledger.h"
#include "engine/model/notification.h"
#include "engine/model/program_coverage.h"

namespace trawl {

/// How a run ends; the numbers are the exit codes (docs/commands.md).
enum class ExitCode : std::uint8_t {
  kClean = 0,
  kFindings = 1,
  kUsage = 2,
  kIncomplete = 3,
  kIncompleteFindings = 4,
  kNotDelivered = 5,
  kInterrupted = 130,
  kTerminated = 143,
};

/// All of one run, sorted and merged: the same content for any number of threads. Owned by the program; rules
/// are borrowed from the RuleSet, which outlives it.
struct Report {
  std::string command;         ///< "scan", "staged", "stdin"
  std::string category;        ///< SARIF category: "secrets/tree", "secrets/staged", "secrets/stdin"
  std::string root;            ///< display name of what was scanned; never an absolute path of this machine
  std::string revision_id;     ///< commit at hand, hexadecimal; empty where there is none
  std::string repository_uri;  ///< empty where unknown; never with credentials
  std::vector<const Rule*> rules;           ///< every rule that ran, sorted by id
  std::vector<Finding> findings;            ///< sorted by primary path, span, rule id
  std::vector<Notification> notifications;  ///< sorted
  Coverage coverage;
  EvidenceLedger ledger;                          ///< which rule ran over which input
  std::optional<DependencySummary> dependencies;  ///< where files about dependencies were met
  std::optional<ProgramCoverage> program;         ///< where C and C++ were looked at
  Severity fail_on = Severity::kLow;              ///< findings below do not change the exit code
  bool interrupted = false;
  int signal = 0;                ///< the signal that interrupted, or 0
  std::uint64_t suppressed = 0;  ///< findings with a suppression
  std::string start_time;        ///< RFC 3339, UTC; empty unless --timestamps
  std::string end_time;

  /// Puts the findings in the order of their places, and counts those that are accepted.
  void sort_findings();

  [[nodiscard]] bool incomplete() const;
  /// The exit code that this content deserves: 130/143, then 4, 3, 1, 0.
  [[nodiscard]] ExitCode exit_code() const;
};

}  // namespace trawl
