#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/glob.h"
#include "engine/base/result.h"
#include "engine/source/directory_stack.h"
#include "engine/source/omissions.h"
#include "engine/source/path_opener.h"
#include "engine/source/scan_roots.h"
#include "engine/source/source.h"

namespace trawl {

struct TreeOptions {
  std::vector<std::string> paths = {"."};  ///< directories and files; how they are shown: see ScanRoots
  std::vector<std::string> include;  ///< globs; if any, only files they match (or below directories they do)
  std::vector<std::string> exclude;  ///< globs; stronger than `include`; a matching directory is not entered
  std::optional<std::uint64_t>
      max_file_size;  ///< bytes; larger files are not read, and the run is incomplete
  /// Only these files: paths relative to the base (see `TreeSource::base_of`), in any order. A directory
  /// among them is a submodule.
  std::optional<std::vector<std::string>> tracked;
  std::size_t notifications_per_reason = 1000;
  /// Descriptors are taken from a quarter of what the process may have open, if that is less.
  DirectoryStack::Limits limits;
};

/// Every regular file below some paths, in the order of the roots, then depth first in the order of the bytes
/// of names.
///
/// Symbolic links are not followed and special files not opened (counted; one note each kind). Git
/// directories are not entered: one note each, none for the `.git` of the work tree that is scanned. A
/// directory without that name is one if it has HEAD, objects and refs and nothing foreign to git. What
/// cannot be read is named, and so is what vanishes between its listing and its visit. `files_met` counts
/// every entry in scope that is not an entered directory; a directory that is not entered counts as one.
///
/// Memory: names of directories, bounded by `DirectoryStack::Limits`, and the path. `next` is for one thread,
/// `open` for many at once.
class TreeSource final : public Source {
 public:
  /// A missing path, a glob that cannot be read: an error.
  static Result<std::unique_ptr<TreeSource>> create(TreeOptions options);

  /// The directory that shown paths and `TreeOptions::tracked` are relative to, as a path to open: `.` or
  /// absolute.
  static Result<std::string> base_of(const std::vector<std::string>& paths) {
    return ScanRoots::base_of(paths);
  }
  [[nodiscard]] const std::string& base() const { return roots_.base(); }

  std::optional<Target> next(std::vector<Notification>& notifications, Coverage& coverage) override;

  /// Opens the file that `next` met: still a regular file and the same one, reached without any symbolic
  /// link. The sentence of an error, and of the reader's, does not name the file: its notification does.
  [[nodiscard]] Result<std::unique_ptr<TargetReader>> open(const Target& target) const override;

  [[nodiscard]] std::optional<std::vector<std::string>> list_beside(std::string_view path,
                                                                    std::size_t most) const override;
  [[nodiscard]] std::optional<std::string> read_beside(std::string_view path,
                                                       std::size_t most) const override;

 private:
  /// Where what is passed over goes to.
  struct Ledger {
    std::vector<Notification>& notifications;
    Coverage& coverage;
  };

  TreeSource(TreeOptions options, PathOpener opener, ScanRoots roots, GlobSet include, GlobSet exclude);

  std::optional<Target> start_root(const Ledger& ledger);
  std::optional<Target> visit(const char* name, const Ledger& ledger);
  std::optional<Target> consider(const struct stat& status, bool included, const Ledger& ledger);
  void enter(const char* name, bool included, const Ledger& ledger);
  void settle_entry(DirectoryStack::Entry entry, std::string path, bool included, const Ledger& ledger);
  void meet_git_entry(const char* name, const struct stat& status, const Ledger& ledger);
  void tell(Reason reason, std::string path, std::string message, const Ledger& ledger);
  [[nodiscard]] bool is_tracked(const std::string& path) const;
  [[nodiscard]] bool leads_to_tracked(const std::string& directory) const;
  [[nodiscard]] Descriptor open_beside(std::string_view path, int flags) const;
  [[nodiscard]] Descriptor open_descriptor(const Target& target, int& error) const;

  const TreeOptions options_;
  const PathOpener opener_;
  const ScanRoots roots_;
  const GlobSet include_;
  const GlobSet exclude_;
  DirectoryStack stack_;
  Omissions omissions_;
  std::vector<bool> included_;  ///< per level of the stack: an include glob matched it or a parent
  std::size_t next_root_ = 0;
  Descriptor root_directory_;  ///< of the present root, where it has none of its own
  std::string path_;           ///< of the present entry, as shown
  bool finished_ = false;
};

}  // namespace trawl
