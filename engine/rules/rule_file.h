#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/rule_set.h"

namespace trawl {

/// What the rules part has to know of the validators without depending on the part that has them.
struct ValidatorNames {
  std::vector<std::string_view> checksums;
  std::vector<std::string_view> structures;
};

/// Reads the rules of one file (form: docs/rules.md) and adds them to `rules`.
///
/// `file` is what errors name, `text` its content (TOML). Every error is one sentence with file, line,
/// column, rule and remedy; unknown keys are errors with a suggestion. All errors of the file come at once,
/// one a line, and then nothing was added. `provider` of the file holds for all its rules; user files may
/// leave it out.
Result<void> add_rules(std::string_view file, std::string_view text, const ValidatorNames& validators,
                       RuleSet& rules);

/// Derives what is derived (stub, widths, public prefix) and checks what can be checked without running the
/// pattern: the literal of at least three bytes, the bounded width, the one group `secret`. Shared by files
/// and importers.
Result<void> derive_from_pattern(SecretRule& rule, RuleText& text);

/// The known word nearest to `word` for "did you mean", or empty when none is near.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace trawl
