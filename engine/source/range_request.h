#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/git/object_database.h"
#include "engine/git/object_id.h"
#include "engine/git/repository.h"

namespace trawl {

/// One ref that a push moves. A null id on either side, or none, says that the ref is not there.
struct RefUpdate {
  std::optional<ObjectId> before;
  ObjectId after;
};

/// What the commits of a push are new against.
enum class KnownCommits : std::uint8_t {
  kRemoteBranches,  ///< what any remote is known to have: `--not --remotes`
  kAllRefs,         ///< what any ref leads to: `--not --all`
};

/// What somebody wants to have looked at, in his words.
struct RangeWish {
  /// "BASE..HEAD", "BASE...HEAD", "REV", "REV^!"; an end that is left out is HEAD.
  std::vector<std::string> revisions;
  /// Or what a push moves.
  std::vector<RefUpdate> updates;
  std::vector<std::string> names;  ///< of the refs that are pushed, to be looked at as texts
  KnownCommits known = KnownCommits::kRemoteBranches;
};

/// The same in ids. All of `tips`, `excluded` and `listed` are commits.
struct RangeRequest {
  std::vector<ObjectId> tips;
  std::vector<ObjectId> excluded;
  std::vector<ObjectId> listed;  ///< commits to be looked at one by one
  std::vector<ObjectId> tags;    ///< annotated tags on the way to the tips
  std::vector<ObjectId> others;  ///< trees and blobs that a ref is set to
  bool need_merge_base = false;  ///< "BASE...HEAD" means nothing without one
  bool is_push = false;
};

/// Finds out what is meant. An error is a sentence for the user; where a revision is unknown and the clone is
/// shallow, it says how to fetch more. The former value of a ref that is gone here (a forced push) is passed
/// over.
Result<RangeRequest> understand(const RangeWish& wish, const Repository& repository,
                                const ObjectDatabase& database);

/// What to do about a clone that ends too early.
extern const char* const kFetchMore;

}  // namespace trawl
