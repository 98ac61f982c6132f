#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace trawl {

/// Reads a file of API models (docs/models.md) and returns them in the compact form of the engine that uses
/// them: a line a model. An unknown key or type is an error with a suggestion; all errors of the file come at
/// once, one a line. What values mean is the engine's to check.
Result<std::string> read_model_file(std::string_view file, std::string_view text);

/// The same for the `rule.toml` of a checker: the line that connects a kind of sink with its rule.
Result<std::string> read_checker_rule(std::string_view file, std::string_view text);

}  // namespace trawl
