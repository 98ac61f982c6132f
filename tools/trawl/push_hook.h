#pragma once

#include <optional>
#include <string>

#include "engine/source/range_request.h"
#include "tools/trawl/command_line.h"

namespace trawl {

/// The range that the pre-commit framework was given (PRE_COMMIT_FROM_REF and PRE_COMMIT_TO_REF); nothing
/// where it was given none.
std::optional<RangeWish> range_of_framework();

/// Runs the hook `stage` ("pre-push", "pre-receive") on what git says on standard input, or on
/// `CommandLine::range_wish`. Prints nothing when all is well. Returns the exit code: 0 lets the push pass.
int run_push_hook(CommandLine command_line, const std::string& stage);

}  // namespace trawl
