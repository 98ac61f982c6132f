#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/handle.h"
#include "engine/base/result.h"
#include "engine/git/index_changes.h"
#include "engine/git/line_diff.h"
#include "engine/git/object_database.h"
#include "engine/git/repository.h"
#include "engine/source/omissions.h"
#include "engine/source/path_opener.h"
#include "engine/source/source.h"

namespace trawl {

struct StagedOptions {
  std::string directory = ".";  ///< in the work tree; relative `paths` are seen from here
  RepositoryOptions repository;
  /// GIT_INDEX_FILE as git gives it to hooks, seen from the top of the work tree. One outside the git
  /// directory is refused.
  std::optional<std::string> index_file;
  bool trust_cache_tree = true;  ///< off where somebody else made the index
  /// Only these files, as a hook framework names them.
  std::optional<std::vector<std::string>> paths;
  std::uint64_t max_blob_size = std::uint64_t{4} << 30;  ///< bytes; larger blobs are not read
  std::size_t notifications_per_reason = 1000;
};

/// What the next commit would add: the blobs of the index that HEAD does not have at their path (see
/// `changes_of_index`), read out of the object store by their ids. The work tree is not looked at, and no
/// `git` runs.
///
/// With `StagedOptions::paths`, every one of these is read: a path whose index entry differs from HEAD as its
/// staged blob, any other as the file in the work tree. So a framework that names all files (`--all-files`)
/// has all of them scanned, and never gets a "passed" for files that nobody read. A path that the change
/// deletes is passed over with a note.
///
/// Paths are shown relative to the top of the work tree, in the order of their bytes. Submodules and paths
/// without staged content (`git add -N`) are passed over with a note. `next` is for one thread, `open` and
/// `added_lines_of` for many at once.
class StagedSource final : public Source {
 public:
  /// Reads index and HEAD. An error where one of them cannot be read in full: then nothing is known about the
  /// change.
  static Result<std::unique_ptr<StagedSource>> create(StagedOptions options);

  std::optional<Target> next(std::vector<Notification>& notifications, Coverage& coverage) override;
  [[nodiscard]] Result<std::unique_ptr<TargetReader>> open(const Target& target) const override;
  [[nodiscard]] Reason reason_of_failure(const Target& target) const override;
  /// A name that HEAD has as well says nothing about the change.
  [[nodiscard]] bool has_new_name(const Target& target) const override;

  /// The lines of a target that the change adds or alters; a renamed file is compared with what it was made
  /// from. All lines of a new file, and of one that is read from the work tree.
  [[nodiscard]] Result<std::vector<LineRange>> added_lines_of(const Target& target) const;

  /// The files that the next commit would have and whose paths are wanted, by their blobs and sorted by path:
  /// what stands beside the change. Of a conflict the first side. Links and submodules are left out. Reads
  /// the index again.
  [[nodiscard]] Result<std::vector<Target>> files_beside(
      const std::function<bool(std::string_view path)>& wanted) const;

  [[nodiscard]] const Repository& repository() const { return repository_; }
  [[nodiscard]] const ObjectDatabase& database() const { return database_; }

 private:
  /// A target, found again by its position.
  struct Entry {
    std::string path;
    std::optional<StagedBlob> blob;  ///< nothing: the file in the work tree
  };

  StagedSource(StagedOptions options, Repository repository, ObjectDatabase database);
  Result<void> collect(const Index& index);
  Result<void> collect_paths(const Index& index);
  [[nodiscard]] std::optional<std::string> path_in_work_tree(const std::string& path) const;
  [[nodiscard]] bool is_readable(const Entry& entry, Target& target, std::vector<Notification>& notifications,
                                 Coverage& coverage);
  [[nodiscard]] bool is_deleted(const std::string& path) const;
  [[nodiscard]] bool is_file(const Entry& entry, Target& target, std::vector<Notification>& notifications,
                             Coverage& coverage);
  [[nodiscard]] Result<std::string> read_blob(const ObjectId& id) const;
  [[nodiscard]] Result<std::optional<std::string>> rename_origin_of(const std::string& text) const;

  StagedOptions options_;
  std::string index_name_;  ///< below the git directory
  Repository repository_;
  ObjectDatabase database_;
  PathOpener opener_;
  Descriptor top_;    ///< of the work tree
  std::string here_;  ///< canonical `StagedOptions::directory`
  std::vector<Entry> entries_;
  std::vector<DeletedBlob> deleted_;
  std::vector<std::string> intent_to_add_;
  std::vector<std::string> submodules_;
  std::vector<std::string> outside_;  ///< paths that were named and do not lie in the work tree
  std::uint64_t unchanged_ = 0;
  Omissions omissions_;
  std::size_t next_ = 0;
  bool started_ = false;
  bool finished_ = false;
};

}  // namespace trawl
