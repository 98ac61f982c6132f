#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/ledger.h"
#include "engine/model/severity.h"

namespace trawl {

/// How many of each severity, the least first: info, low, medium, high, critical.
inline constexpr std::size_t kGrades = 5;
using SeverityCounts = std::array<std::uint64_t, kGrades>;
constexpr std::size_t grade_of(Severity severity) {
  return kGrades - 1 - (static_cast<std::size_t>(Severity::kCritical) - static_cast<std::size_t>(severity));
}

/// A step on the way from a source to a sink, as a report names it.
struct EvidenceStep {
  std::string path;
  std::uint64_t line = 0;
  std::string message;
};

/// A finding as far as controls, gates and pages need it. Owns its text; holds no secret.
struct EvidenceFinding {
  std::string rule;
  std::string rule_name;
  std::string kind;  ///< "secret", "flow", "config"
  std::string pack;  ///< the rule's provider or pack
  std::string remediation;
  std::string message;
  std::string fingerprint;
  std::string redacted;  ///< of a secret
  std::string verdict;
  std::string path;
  std::string snippet;
  std::string commit;
  std::string first_date;  ///< of a secret in history: the day of the first commit that has it
  bool in_head = false;    ///< ... and whether the newest commit still has it
  std::uint64_t line = 0;
  std::uint64_t cwe = 0;
  std::uint64_t places = 1;
  Severity severity = Severity::kHigh;
  Confidence confidence = Confidence::kHigh;
  bool suppressed = false;
  std::string justification;
  std::vector<std::string> also_matched;  ///< ids of rules
  std::vector<EvidenceStep> steps;        ///< of the first trace
};

struct EvidenceNotification {
  std::string reason;
  std::string level;
  std::string subject;
  std::string message;
  std::uint64_t count = 1;
  bool incomplete = false;
};

/// All inputs of one kind with the rules that ran over each.
struct EvidenceKind {
  std::string kind;
  std::vector<std::string> rules;
  std::vector<std::string> disabled;
  std::vector<LedgerInput> inputs;
};

/// What statuses, gates, metrics and pages rest on: one report, as `-o json` writes it. It is read from
/// there and nowhere else, so a saved report and one of this moment come to the same.
struct Evidence {
  std::string tool_version;
  std::string command;
  std::string category;
  std::string root;
  std::string revision;
  std::string end_time;
  std::uint64_t rules = 0;
  std::vector<EvidenceFinding> findings;
  std::vector<EvidenceNotification> notifications;
  std::vector<EvidenceKind> kinds;
  std::vector<LedgerFamily> families;
  std::set<std::string> not_asked;
  std::map<std::string, Measure> measures;
  std::map<std::string, ModelTable> models;
  std::map<std::string, std::uint64_t> skipped_files;
  std::uint64_t files_met = 0;
  std::uint64_t files_scanned = 0;
  std::uint64_t bytes_scanned = 0;
  std::uint64_t left_out = 0;
  std::uint64_t exit_code = 0;
  std::string summary;
  bool whole_tree = false;
  bool complete = false;  ///< everything in scope was read
  bool has_ledger = false;

  /// Every file in scope was met and opened: what could not be *understood* stands in the ledger.
  [[nodiscard]] bool walk_complete() const;
  /// Some rule judged some input, be it a text that was searched for secrets.
  [[nodiscard]] bool anything_judged() const;
  /// ... and one that is configuration, a lock or code: not only text, pages and the tree as a whole.
  [[nodiscard]] bool program_judged() const;
};

/// Reads a report of the format json. An error is a sentence; nothing of a report that breaks its schema is
/// taken for true.
Result<Evidence> read_evidence(std::string_view json);

/// Beyond this a saved report is not read.
inline constexpr std::size_t kMostReportBytes = std::size_t{512} << 20;

}  // namespace trawl
