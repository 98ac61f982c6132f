#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trawl {

/// What came of one rule and one input.
enum class EvidenceOutcome : std::uint8_t {
  kClean,      ///< the rule ran and found nothing
  kFinding,    ///< it ran and found something, accepted or not
  kUnknown,    ///< what decides is a template or a variable: it said nothing
  kNotParsed,  ///< the input was not read to its end
  kDisabled,   ///< the rule was switched off or not asked
  kNoData,     ///< it lacks what it judges by: a vulnerability index, a checker for the language
};
inline constexpr std::size_t kEvidenceOutcomes = 6;

/// "clean", "finding", "unknown", "not-parsed", "disabled", "no-data".
std::string_view name_of(EvidenceOutcome outcome);
std::optional<EvidenceOutcome> evidence_outcome_named(std::string_view name);

/// One input that rules of its kind were asked about. The rows (rule, input, outcome) of all these rules
/// follow from it: the ledger keeps what is not clean.
struct LedgerInput {
  std::string kind;     ///< of engine/config's table of kinds, or a lock's: "compose", "package-lock"
  std::string path;     ///< as findings show it
  std::string blob_id;  ///< git's id of its bytes, hexadecimal; empty where none was computed
  /// What came of all rules at once: `kNotParsed`, or `kUnknown` for a template; else `kClean`.
  EvidenceOutcome whole = EvidenceOutcome::kClean;
  std::vector<std::pair<std::string, EvidenceOutcome>> rules;  ///< those that differ, by id
};

/// Rules that are judged together, and all inputs of one kind at once: secrets in files, flows in units of C.
struct LedgerFamily {
  std::string family;                 ///< "secret", "flow"
  std::string kind;                   ///< of inputs: "file", "code-c", "code-typescript"
  std::vector<std::string> rules;     ///< ids; empty: too many to name, controls mean all of them
  std::vector<std::string> disabled;  ///< ids that were switched off
  std::array<std::uint64_t, kEvidenceOutcomes> inputs{};  ///< by outcome
};

/// A share that a control or gate may ask for: 9 of 10 services have alerts. Without anything to count there
/// is no measure.
struct Measure {
  std::uint64_t met = 0;
  std::uint64_t of = 0;
};

/// A line of a model: what is really in effect at one place.
struct ModelRow {
  std::string path;
  std::uint64_t line = 0;
  std::vector<std::string> cells;  ///< one for each column; never a secret
};

/// What was worked out from all inputs of a sort: headers by location, permissions by job, secrets by
/// consumer.
struct ModelTable {
  static constexpr std::size_t kMostRows = 2'000;

  std::vector<std::string> columns;
  std::vector<ModelRow> rows;  ///< sorted by path, line, cells
  std::uint64_t left_out = 0;  ///< rows beyond the limit
};

/// Which rule ran over which input, with what result: the evidence that statuses of controls rest on.
/// "Nothing found" without an input is no evidence.
struct EvidenceLedger {
  /// Beyond these the ledger says how many it left out, and no control passes.
  static constexpr std::size_t kMostInputs = 100'000;

  std::vector<LedgerInput> inputs;                           ///< sorted by kind, path
  std::map<std::string, std::vector<std::string>> ran;       ///< rules by kind of input, sorted
  std::map<std::string, std::vector<std::string>> disabled;  ///< the same, switched off or not asked
  std::vector<LedgerFamily> families;                        ///< sorted by family, kind
  std::vector<std::string>
      not_asked;  ///< what the run was not to look at: "config", "dependency", "flow", "secret"
  std::map<std::string, Measure> measures;   ///< "monitoring_coverage"
  std::map<std::string, ModelTable> models;  ///< "headers", "jobs": engine/config/effective_model.h
  std::uint64_t left_out = 0;                ///< inputs beyond the limit
  bool whole_tree = false;                   ///< nothing of the tree was out of scope
};

}  // namespace trawl
