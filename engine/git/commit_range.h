#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <vector>

#include "engine/base/result.h"
#include "engine/git/object_database.h"
#include "engine/git/object_id.h"
#include "engine/git/repository.h"

namespace trawl {

/// The commits at which a shallow clone ends: their parents are named and were not fetched
/// (gitrepository-layout, "shallow"). Empty for a whole clone.
Result<std::set<ObjectId>> shallow_commits(const Repository& repository);

/// Which commits lead to some tips and not to others, and where the two sides meet.
struct CommitRange {
  struct Unread {
    ObjectId id;
    ObjectFailure failure;
  };
  std::vector<ObjectId> commits;      ///< parents before children; the order depends on the input only
  std::vector<ObjectId> merge_bases;  ///< the best common ancestors, sorted
  /// Commits that the range needs and that could not be read; what is behind them is unknown.
  std::vector<Unread> unread;
  /// The shallow clone ends within the range, or below its base where the two sides never met: which commits
  /// are new cannot be told.
  bool cut_off = false;
  bool stopped = false;  ///< `stop` said so; the rest means nothing
};

/// The commits that lead to `tips` and not to `excluded`, as `git rev-list tips --not excluded` names them,
/// by one walk from the youngest to the oldest that ends where only common history is left. Committer dates
/// that lie are forgiven within a few hundred commits; beyond, a commit of the excluded side may count as
/// new, never the other way round. Replacements and grafts are not honoured; ids that form a cycle (which
/// only a forged store has) end the walk. All of them must be commits. No recursion; about 150 bytes a
/// commit.
Result<CommitRange> commits_between(const ObjectDatabase& database, const std::set<ObjectId>& shallow,
                                    const std::vector<ObjectId>& tips, const std::vector<ObjectId>& excluded,
                                    const std::function<bool()>& stop = {});

/// Puts a list of commits into the order of `CommitRange::commits`; doubles go. `merge_bases` are the parents
/// that are not in the list.
Result<CommitRange> commits_listed(const ObjectDatabase& database, const std::set<ObjectId>& shallow,
                                   const std::vector<ObjectId>& list, const std::function<bool()>& stop = {});

}  // namespace trawl
