#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/git/object_database.h"
#include "engine/git/object_id.h"
#include "tools/trawl/command_line.h"

namespace trawl {

/// The commit that a change is compared with: what a run believes that does not believe the change itself
/// (`--untrusted --base REV`). Its files are read from the object store, never from the work tree.
class BaseRevision {
 public:
  /// The one that was asked for, for the tree at `folder`: that of `--base`, or where `range` is told `A..B`,
  /// A. Nothing where none was asked for, or the run is not `--untrusted`.
  static Result<std::optional<BaseRevision>> asked(const CommandLine& command_line,
                                                   const std::string& folder);

  /// The bytes of a file, by its path from `folder`; nothing where the commit has none there. A link or a
  /// directory in its place is an error.
  [[nodiscard]] Result<std::optional<std::string>> read(std::string_view path, std::size_t most) const;

  /// How messages name a file of it: "8c1f0b2d3a4e:.trawl.toml".
  [[nodiscard]] std::string shown(std::string_view path) const;

 private:
  BaseRevision(ObjectDatabase database, const ObjectId& commit, const ObjectId& tree, std::string prefix)
      : database_(std::move(database)), commit_(commit), tree_(tree), prefix_(std::move(prefix)) {}

  ObjectDatabase database_;
  ObjectId commit_;
  ObjectId tree_;
  std::string prefix_;  ///< of the folder, from the top of the work tree: "" or "a/b/"
};

}  // namespace trawl
