#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/severity.h"

namespace trawl {

/// A row of a framework: what is to hold, and what would show that it does not.
struct Control {
  std::string id;
  std::string title;  ///< our own words
  std::string group;  ///< heading it stands under; may be empty
  /// Globs of rule ids (`gha-*`; not those of secrets), or of `family/id` (`secret/*`, `*/*`).
  std::vector<std::string> rules;
  std::vector<std::string> scope;   ///< globs of kinds of inputs without which it does not apply
  Severity level = Severity::kLow;  ///< findings below do not fail it
  bool attested = false;            ///< a person has to say so
  bool evidence = false;            ///< files show that it was set up, not that it works
  bool code = false;                ///< needs checkers for the languages of the tree
  bool run = false;                 ///< the run itself is the evidence
  /// Needs configuration, a lock or code that was judged: text that was searched for secrets is not enough.
  /// Implied by `run` and by globs of all families (`*/*`).
  bool program = false;
  std::vector<std::string> rollup;  ///< as good as the worst of these, which stand before it
  std::string measure;              ///< name of a share, as "monitoring_coverage"; empty: none
  double greater = 0;               ///< percent that the share has to exceed
  std::string advice;               ///< how to come by the evidence
};

/// A catalogue of controls, from patterns/controls/NAME.toml.
struct Framework {
  std::string id;   ///< "plan-phase8", the file's name
  std::string key;  ///< short, for references as "pci:6.3.3"
  std::string title;
  std::string note;  ///< what numbering it follows and how sure that is
  std::vector<Control> controls;
};

/// Reads a framework. Errors name file, line and column.
Result<Framework> read_framework(std::string_view file, std::string_view text);

/// Whether a glob of a control means a rule. `family` is "secret", "flow" or "config"; an empty `id` asks
/// whether it means all rules of the family.
bool glob_means(std::string_view glob, std::string_view family, std::string_view id);

}  // namespace trawl
