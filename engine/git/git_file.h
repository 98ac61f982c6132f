#pragma once

#include <optional>
#include <string>

#include "engine/base/result.h"
#include "engine/git/guarded_directory.h"

namespace trawl {

/// Where a `.git` file leads.
struct GitFileTarget {
  GuardedDirectory git_dir;
  GuardedDirectory common_dir;           ///< the same as `git_dir` for a submodule
  std::optional<std::string> work_tree;  ///< of a linked worktree
};

/// Follows `work_tree/.git`, a regular file, to a linked worktree's git directory that names this file, or to
/// a submodule's below `modules` of a git directory further up. Anything else is refused. `work_tree` is
/// absolute and holds no link.
Result<GitFileTarget> follow_git_file(const std::string& work_tree);

/// The common directory of a linked worktree's git directory `git_dir`, which must be
/// `<common directory>/worktrees/<name>`, and the work tree that it names.
Result<GitFileTarget> open_worktree_git_dir(const GuardedDirectory& git_dir);

}  // namespace trawl
