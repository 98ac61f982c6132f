#pragma once

#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/git/repository.h"

namespace trawl {

/// Every path that the index of the repository's work tree knows, as `git ls-files` gives them: sorted by
/// bytes, each once, relative to the top of the work tree. Submodules are among them (they are directories
/// there), and so are paths that a sparse checkout left out; directories that a sparse index holds as one
/// entry are expanded where they exist in the work tree.
Result<std::vector<std::string>> tracked_paths(const Repository& repository);

}  // namespace trawl
