#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/git/guarded_directory.h"

namespace trawl {

/// The regular files below a folder of a git directory, as paths from that directory ("refs/heads/main"),
/// sorted by folder. No link is followed; no recursion. What could not be listed, and what is neither file
/// nor folder, is a sentence in `problems`. At most `most` names are looked at; one problem says when there
/// are more.
std::vector<std::string> files_below(const GuardedDirectory& git_dir, const std::string& folder,
                                     std::size_t most, std::vector<std::string>& problems);

}  // namespace trawl
