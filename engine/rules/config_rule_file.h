#pragma once

#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/config_rule.h"

namespace trawl {

/// What the rules part has to know of the configuration part without depending on it.
struct ConfigNames {
  std::vector<std::string_view> inputs;      ///< kinds of files
  std::vector<std::string_view> predicates;  ///< named conditions
};

/// Reads the configuration rules of one file (form: docs/config-rules.md) and adds them to `rules`. Errors as
/// in `add_rules`: all of the file at once, one a line with file, line, column, rule and remedy; then nothing
/// was added.
Result<void> add_config_rules(std::string_view file, std::string_view text, const ConfigNames& names,
                              ConfigRuleSet& rules);

}  // namespace trawl
