#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/git/object_database.h"
#include "engine/git/object_id.h"
#include "engine/git/tree.h"

namespace trawl {

/// An entry of a tree that none of the trees it was made from has at that path.
struct NewEntry {
  std::string path;  ///< from the top, separated by "/"
  std::uint32_t mode = 0;
  ObjectId id;
  /// What each of the parents has there instead; nothing where it has nothing, or a directory.
  std::vector<std::optional<ObjectId>> before;
};

/// Goes through what is new in a tree against any number of parents: of one parent its changes, of a merge
/// only what no parent has at the path, of none everything. Directories that a parent has as they are are not
/// entered. No recursion; the tree objects along one path are in memory. Entries come in the order of the
/// tree.
///
/// A store can hold trees that name each other so that they have more paths than atoms. So one and the same
/// directory, against the same parents, is entered at most `most_visits` times. One thread.
class TreeDifference {
 public:
  TreeDifference(const ObjectDatabase& database, const ObjectId& tree,
                 const std::vector<std::optional<ObjectId>>& parents, std::size_t most_visits = 1);

  /// The next entry that is no tree; nothing at the end. After a failure the walk goes on behind the bad
  /// tree.
  ObjectResult<std::optional<NewEntry>> next();

  /// Where set: whole new directories whose id is in it are passed over, and those that are entered get in.
  void pass_over(std::set<ObjectId>* seen) { seen_ = seen; }

 private:
  struct Entry {
    std::string_view name;
    std::uint32_t mode = 0;
    ObjectId id;
  };
  struct Side {
    std::string bytes;
    std::vector<Entry> by_name;  ///< sorted
  };
  struct Level {
    std::string bytes;
    std::size_t position = 0;
    std::size_t prefix_length = 0;
    std::vector<std::optional<Side>> parents;
  };

  ObjectResult<bool> enter(const ObjectId& tree, const std::vector<std::optional<ObjectId>>& parents);
  ObjectResult<std::string> read_tree(const ObjectId& tree) const;

  const ObjectDatabase& database_;
  std::size_t most_visits_;
  std::optional<ObjectId> start_;
  std::vector<std::optional<ObjectId>> start_parents_;
  std::string prefix_;
  std::deque<Level> levels_;  // entries look into the bytes, so a level must stay where it is
  std::map<std::string, std::size_t> visits_;
  std::set<ObjectId>* seen_ = nullptr;
};

/// The entry at a path below a tree; nothing where there is none. A tree on the way that cannot be read is a
/// failure.
ObjectResult<std::optional<TreePath>> entry_at(const ObjectDatabase& database, const ObjectId& tree,
                                               std::string_view path);

}  // namespace trawl
