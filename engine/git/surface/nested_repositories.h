#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/git/repository.h"
#include "engine/model/notification.h"

namespace trawl {

/// A submodule's git directory, kept below `modules`: a repository of its own.
struct NestedRepository {
  std::string name;     ///< as the superproject names it; may hold "/"
  std::string git_dir;  ///< absolute
};

/// The git directories below `modules` of a repository and of its worktrees, sorted by name. Those of
/// submodules within submodules are found when their parent is asked in turn.
std::vector<NestedRepository> nested_repositories(const Repository& repository,
                                                  std::vector<Notification>& notifications);

/// A file of git-lfs' local store, `lfs/objects/xx/yy/<SHA-256 of the content>`.
struct LfsObject {
  std::string oid;   ///< 64 lower-case hexadecimal digits: the file's name, not checked against the content
  std::string path;  ///< from the common git directory
  std::uint64_t size = 0;
};

/// All files of the local LFS store, sorted. What else lies there is passed over with a notification.
std::vector<LfsObject> lfs_objects(const Repository& repository, std::vector<Notification>& notifications);

/// The text of the blob that stands for an LFS object in a tree (git-lfs specification, "The Pointer"),
/// without extensions: its id leads to the paths of the object.
[[nodiscard]] std::string lfs_pointer_of(const LfsObject& object);

}  // namespace trawl
