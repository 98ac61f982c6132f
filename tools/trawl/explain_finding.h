#pragma once

#include <string>

#include "tools/trawl/command_line.h"

namespace trawl {

/// Whether a subject of `trawl explain` can be the fingerprint of a finding, or the first eight or more of
/// its digits.
[[nodiscard]] bool looks_like_fingerprint(const std::string& subject);

/// Reads the history of a repository and tells every place of one secret, what happened to it, and how to get
/// rid of it. Writes the list that history-rewriting tools take, into a new private file, where that is asked
/// for.
int explain_finding(const CommandLine& command_line);

}  // namespace trawl
