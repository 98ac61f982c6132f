#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/git/object_database.h"
#include "engine/git/object_id.h"

namespace trawl {

/// The bits of a mode that say what an entry is (gitformat-index).
inline constexpr std::uint32_t kModeMask = 0170000;
inline constexpr std::uint32_t kModeTree = 0040000;
inline constexpr std::uint32_t kModeLink = 0120000;
inline constexpr std::uint32_t kModeSubmodule = 0160000;

constexpr bool is_tree_mode(std::uint32_t mode) {
  return (mode & kModeMask) == kModeTree;
}
constexpr bool is_link_mode(std::uint32_t mode) {
  return (mode & kModeMask) == kModeLink;
}
constexpr bool is_submodule_mode(std::uint32_t mode) {
  return (mode & kModeMask) == kModeSubmodule;
}

/// One entry of a tree object. `name` is any bytes but NUL, never a path to be opened: it may be "..".
struct TreeEntry {
  std::uint32_t mode = 0;
  std::string_view name;  ///< looks into the tree object
  ObjectId id;
};

/// Goes through the entries of one tree object, whose bytes must outlive it.
class TreeCursor {
 public:
  TreeCursor(ObjectFormat format, std::string_view tree) : format_(format), rest_(tree) {}

  /// The next entry; nothing at the end; an error where the tree is malformed.
  Result<std::optional<TreeEntry>> next();

 private:
  ObjectFormat format_;
  std::string_view rest_;
};

/// An entry somewhere below a tree.
struct TreePath {
  std::string path;  ///< from the top, separated by "/"
  std::uint32_t mode = 0;
  ObjectId id;
};

/// Trees nest at most this deep; git itself stops there.
inline constexpr std::size_t kMaxTreeNesting = 2048;

/// Walks everything below a tree, depth first, in the order of entries. Trees themselves are not given out.
/// No recursion; one tree object a level is in memory. One thread.
class TreeWalker {
 public:
  /// `prefix` is put in front of every path.
  TreeWalker(const ObjectDatabase& database, const ObjectId& tree, std::string prefix = {});

  /// The next entry that is no tree; nothing at the end. After a failure the walk goes on behind the bad
  /// tree.
  ObjectResult<std::optional<TreePath>> next();

 private:
  struct Level {
    std::string bytes;
    std::size_t position = 0;
    std::size_t prefix_length = 0;
  };
  ObjectResult<bool> enter(const ObjectId& tree);

  const ObjectDatabase& database_;
  std::optional<ObjectId> start_;
  std::string prefix_;
  std::vector<Level> levels_;
};

}  // namespace trawl
