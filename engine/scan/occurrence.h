#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/config/config_tree.h"
#include "engine/model/coverage.h"
#include "engine/model/finding.h"
#include "engine/model/ledger.h"
#include "engine/model/match.h"
#include "engine/model/notification.h"

namespace trawl {

/// One match at one place, with all that a report shows of it: cut while the bytes were at hand, so that no
/// blob has to be kept or read again.
struct Occurrence {
  const Rule* rule = nullptr;
  const SecretRule* secret_rule = nullptr;  ///< the same, where it is about secrets
  std::string_view kind;  ///< what identities are made of: the rule's id, or one word for all generic rules
  Severity severity = Severity::kHigh;
  Confidence confidence = Confidence::kHigh;
  Verdict verdict = Verdict::kNone;
  std::string detail;
  std::string message;               ///< what to say of it; empty: the report builder finds words
  std::string fingerprint;           ///< identity of the secret
  std::string location_fingerprint;  ///< identity of the place, without its position
  Secret secret;
  Location location;
  std::vector<const SecretRule*> also_matched;
  std::vector<Location> partners;          ///< matches of required rules nearby, which raised the grade
  std::optional<Suppression> suppression;  ///< by a comment beside it
  /// What stands before and behind it on its lines; only where one target stands at several paths.
  std::pair<std::string, std::string> around;
};

/// What came of one target.
struct Examined {
  std::vector<Occurrence> occurrences;
  std::vector<Notification> notifications;
  std::vector<ConfigTreeFact> facts;                              ///< what it tells about the tree it is in
  std::vector<std::pair<std::string_view, ModelRow>> model_rows;  ///< what it adds to models, by their names
  Coverage coverage;  ///< files_scanned or skipped_files, bytes_scanned; files_met is counted by the source
  std::vector<LedgerInput> inputs;        ///< files of configuration, with what their rules came to
  std::vector<std::string> secret_names;  ///< secrets in names of files and members: no path may show them
  std::vector<std::string> tree_rules;    ///< ids of rules about the whole tree that had something to judge
  std::string_view code_kind;             ///< "code-python": a source file of that language; empty: none
};

}  // namespace trawl
