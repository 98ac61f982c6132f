#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/handle.h"
#include "engine/base/result.h"
#include "engine/source/directory_stack.h"
#include "engine/source/path_opener.h"

namespace trawl {

/// One path of the command line.
struct ScanRoot {
  std::string typed;  ///< as given, what is opened
  std::string shown;  ///< relative to the base, no `/` at the end; empty for the base itself
  FileIdentity identity;
  mode_t kind = 0;    ///< S_IFREG, S_IFDIR ...
  Descriptor opened;  ///< directories only, and only the first of them: O_PATH
};

/// The paths of the command line, and how what lies below them is shown.
///
/// The base is the directory that shown paths are relative to. Where all paths are relative and stay below
/// the current directory, it is the current directory: findings show what the user typed, without `./`.
/// Otherwise it is the deepest directory that holds all of them, so that neither the current directory nor
/// the part of an absolute path that is the machine's own business appears in a report: `/srv/a` alone shows
/// `x` for `/srv/a/x`, `/srv/a` and `/srv/b` together show `a/x` and `b/y`.
///
/// A path that is itself a symbolic link is not followed unless typed with `/` at its end, as find(1) does
/// it. Immutable after construction, shared by threads.
class ScanRoots {
 public:
  /// A path that does not exist is an error. Paths that lie below another one are dropped, because the walk
  /// comes by there anyway. At most `held` directories are kept open; `opener` is used here only.
  static Result<ScanRoots> resolve(std::span<const std::string> paths, std::size_t held,
                                   const PathOpener& opener);

  /// The base for these paths as a path to open: `.` or absolute.
  static Result<std::string> base_of(std::span<const std::string> paths);

  [[nodiscard]] const std::vector<ScanRoot>& all() const { return roots_; }
  [[nodiscard]] const std::string& base() const { return base_; }

  /// The root directory as a descriptor: its own, or one opened into `opened`. -1 and `error` where it is
  /// gone or was replaced.
  int directory_of(const ScanRoot& root, Descriptor& opened, int& error) const;
  /// Opens a root that is a file, without following a link.
  Descriptor open_file(const ScanRoot& root, int flags, int& error) const;
  /// What is at `root` now, without following a link. 0 or an errno.
  int status_of(const ScanRoot& root, struct stat& status) const;

 private:
  ScanRoots() = default;
  Result<ScanRoot> examine(const std::string& typed) const;
  void drop_covered(const PathOpener& opener);
  [[nodiscard]] bool covers(const ScanRoot& above, const ScanRoot& below, const PathOpener& opener) const;

  std::string base_;
  Descriptor current_;           ///< the current directory at construction, O_PATH
  std::vector<ScanRoot> roots_;  ///< sorted by `shown`
};

/// `path` without empty and `.` segments and with `a/..` taken out; `..` stays in front of a relative path
/// only.
/// "" stands for the directory itself (or for the root directory, if `path` is absolute).
std::string normalised_path(std::string_view path);

}  // namespace trawl
