#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/git/cache_tree.h"
#include "engine/git/object_id.h"
#include "engine/git/repository.h"

namespace trawl {

/// One entry of the index. `path` looks into the Index.
struct IndexEntry {
  std::string_view path;  ///< bytes, from the top of the work tree; of a sparse directory with "/" at its end
  ObjectId id;
  std::uint32_t mode = 0;
  std::uint8_t stage = 0;      ///< 1 base, 2 ours, 3 theirs of a conflict; else 0
  bool intent_to_add = false;  ///< `git add -N`: the path is known, its content is not staged
  bool skip_worktree = false;  ///< not expected in the work tree (sparse checkout)
};

/// The index of a work tree (gitformat-index): versions 2 to 4, both object formats, split index, sparse
/// index. It is read whole and checked whole: sizes, order, checksum. What is not understood is refused, for
/// an index that is read in part would hide what was staged. Immutable; may be shared by threads.
class Index {
 public:
  static constexpr std::uint64_t kMaxBytes = std::uint64_t{1} << 30;

  /// The index named `name` in the git directory, where the shared part of a split index lies too. A missing
  /// file is an empty index, as for git.
  static Result<Index> read(const Repository& repository, const std::string& name = "index");

  /// Sorted by path and stage; no two are equal in both.
  [[nodiscard]] std::span<const IndexEntry> entries() const { return entries_; }
  /// Which tree each unchanged directory would be written as; may be empty.
  [[nodiscard]] const CacheTree& cache_tree() const { return cache_tree_; }

 private:
  Index() = default;

  std::vector<IndexEntry> entries_;
  CacheTree cache_tree_;
  std::vector<std::shared_ptr<const void>> kept_;  ///< what paths look into
};

}  // namespace trawl
