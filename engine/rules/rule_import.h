#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace trawl {

/// Rules of another tool, written in our form.
struct ImportedRules {
  std::string text;                ///< a rule file (docs/rules.md)
  std::size_t carried = 0;         ///< rules in it
  std::size_t left_out = 0;        ///< rules that could not be carried over
  std::vector<std::string> notes;  ///< what was not carried over, a sentence each: "rule 'x': ..."
};

/// Reads a configuration of gitleaks or betterleaks (TOML: `[[rules]]`), in the form of its documentation:
/// ids, regular expressions with `secretGroup`, entropy, required rules. `file` is what errors name.
///
/// Each rule is tried as one of ours; what our form has no word for (allow lists, paths, rules without an
/// expression, extension of another configuration) is a note. Repeats without a bound get one.
Result<ImportedRules> import_gitleaks(std::string_view file, std::string_view text);

/// Reads rules of Nosey Parker, titus or Kingfisher 1.x (YAML: `rules:`), in the form of their documentation:
/// ids, extended regular expressions, examples, entropy.
Result<ImportedRules> import_noseyparker(std::string_view file, std::string_view text);

/// A pattern of another tool in our dialect: white space and comments of `(?x)` taken out, the group of the
/// secret named and all others unnamed, repeats without a bound bounded by `most`. `group` counts capturing
/// groups from 1; 0 takes the first, or all of the pattern if there is none.
[[nodiscard]] std::string converted_pattern(std::string_view pattern, std::size_t group, std::size_t most);

}  // namespace trawl
