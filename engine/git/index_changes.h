#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/git/index.h"
#include "engine/git/object_database.h"
#include "engine/git/repository.h"

namespace trawl {

/// A blob that the next commit would bring to a path.
struct StagedBlob {
  std::string path;
  ObjectId id;
  std::uint32_t mode = 0;
  std::uint8_t stage = 0;             ///< 2 or 3 of a conflict, else 0
  std::optional<ObjectId> head_blob;  ///< what HEAD has at the path
};

struct DeletedBlob {
  std::string path;
  ObjectId id;
};

/// How the index differs from HEAD.
struct IndexChanges {
  std::vector<StagedBlob> blobs;  ///< new or changed content, sorted by path and stage
  std::vector<StagedBlob>
      moved;  ///< new paths of content that HEAD has at a path deleted by this change; sorted
  std::vector<DeletedBlob> deleted;        ///< sorted by path; for renames, so it may stop at a limit
  std::vector<std::string> intent_to_add;  ///< paths without staged content, sorted
  std::vector<std::string> submodules;     ///< new or changed submodule commits, sorted
  std::uint64_t unchanged = 0;             ///< index entries that equal HEAD's, or in a merge a parent's
};

struct IndexChangesOptions {
  /// Believe the index's cache tree and skip whole directories by it. Costs nothing in safety where the index
  /// is one's own, since git commits by it too; off for an index that somebody else made.
  bool trust_cache_tree = true;
};

/// Compares the index with HEAD's tree (an unborn HEAD has none: everything is new), reading only trees whose
/// directory differs. In a merge only blobs count that no parent has at the path, as `git commit` will record
/// as the merge's own. Conflicts: stages 2 and 3, where they differ from HEAD. Mode changes and pure renames
/// bring nothing.
Result<IndexChanges> changes_of_index(const Repository& repository, const ObjectDatabase& database,
                                      const Index& index, const IndexChangesOptions& options = {});

}  // namespace trawl
