#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/git/config_file.h"
#include "engine/git/guarded_directory.h"

namespace trawl {

struct RepositoryOptions {
  /// Follow a `.git` file to a linked worktree's or a submodule's git directory, outside the work tree, if it
  /// is truly one (see `Repository`). Off: such a repository is refused.
  bool follow_git_file = true;
  /// Read `objects/info/alternates` that lead out of the repository.
  bool follow_alternates = false;
  /// Object directories that git gave a hook (GIT_OBJECT_DIRECTORY, GIT_ALTERNATE_OBJECT_DIRECTORIES);
  /// trusted.
  std::optional<std::string> object_directory;
  std::vector<std::string> alternate_object_directories;
};

/// Where a repository is and how its store is built. Nothing of it is run, written or believed beyond
/// `RepositoryFormat`: no hook, include, attribute, filter or remote.
///
/// A `.git` file leads elsewhere. It is followed to two kinds of places only, so that nobody's directory can
/// be put on someone else's repository: a linked worktree (gitrepository-layout, "worktrees") whose `gitdir`
/// names this very
/// `.git` file, and a git directory below `modules` of a git directory further up. Owners are not compared as
/// git does
/// (`safe.directory`): git guards against running what the configuration says, and here nothing is run.
///
/// A value, cheap to copy; may be shared by threads.
class Repository {
 public:
  /// The repository that `path` (a directory, or a file in one) belongs to: looks for `.git`, or a bare
  /// repository, there and in each directory above on the same file system.
  static Result<Repository> discover(const std::string& path, const RepositoryOptions& options = {});
  /// The repository of a git directory (bare, or the `.git` of a work tree).
  static Result<Repository> open(const std::string& git_dir, const RepositoryOptions& options = {});

  /// HEAD, index and MERGE_HEAD; of this worktree.
  [[nodiscard]] const GuardedDirectory& git_dir() const { return git_dir_; }
  /// Objects, refs and config; shared by all worktrees.
  [[nodiscard]] const GuardedDirectory& common_dir() const { return common_dir_; }
  /// The top of the work tree, absolute and without links; nothing for a bare repository.
  [[nodiscard]] const std::optional<std::string>& work_tree() const { return work_tree_; }
  [[nodiscard]] ObjectFormat object_format() const { return format_.object_format; }
  [[nodiscard]] RefStorage ref_storage() const { return format_.ref_storage; }
  [[nodiscard]] const RepositoryOptions& options() const { return options_; }

 private:
  Repository(GuardedDirectory git_dir, GuardedDirectory common_dir, std::optional<std::string> work_tree,
             RepositoryOptions options)
      : git_dir_(std::move(git_dir)),
        common_dir_(std::move(common_dir)),
        work_tree_(std::move(work_tree)),
        options_(std::move(options)) {}
  static Result<Repository> finish(GuardedDirectory git_dir, GuardedDirectory common_dir,
                                   std::optional<std::string> work_tree, const RepositoryOptions& options);

  GuardedDirectory git_dir_;
  GuardedDirectory common_dir_;
  std::optional<std::string> work_tree_;
  RepositoryFormat format_;
  RepositoryOptions options_;
};

}  // namespace trawl
