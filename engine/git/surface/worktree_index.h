#pragma once

#include <string>
#include <vector>

#include "engine/git/index.h"
#include "engine/git/repository.h"
#include "engine/model/notification.h"

namespace trawl {

/// The index of one worktree: what is staged there, committed or not.
struct WorktreeIndex {
  std::string worktree;  ///< empty for the main one (or a bare repository), else its name below `worktrees`
  Index index;
};

/// The indexes of all worktrees of a repository that have one, the main one first, then by name. One that
/// cannot be read is a notification: what is staged there is scanned with all objects, and cannot be told
/// from it.
std::vector<WorktreeIndex> read_worktree_indexes(const Repository& repository,
                                                 std::vector<Notification>& notifications);

}  // namespace trawl
