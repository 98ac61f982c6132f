#pragma once

#include <string_view>

#include "engine/base/handle.h"

namespace trawl {

/// Opens files below a directory without ever following a symbolic link, wherever in the path it stands: a
/// directory that is swapped for a link during the scan cannot lead out of the tree. Paths may be longer than
/// PATH_MAX.
///
/// One `openat2` with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS per PATH_MAX bytes of path where the kernel has
/// it and the sandbox allows it (found out once, at construction), one `openat` with O_NOFOLLOW per segment
/// elsewhere. Immutable, shared by threads.
class PathOpener {
 public:
  enum class Method { kSegments, kWholePaths };

  PathOpener();
  explicit PathOpener(Method method) : method_(method) {}

  [[nodiscard]] Method method() const { return method_; }

  /// `path` is relative to `directory`, without empty, `.` and `..` segments. O_NOFOLLOW and O_CLOEXEC are
  /// added to `flags`. Where nothing could be opened the descriptor is closed and `error` holds the errno.
  [[nodiscard]] Descriptor open(int directory, std::string_view path, int flags, int& error) const;

 private:
  [[nodiscard]] Descriptor open_piece(int directory, std::string_view piece, int flags, int& error) const;

  Method method_;
};

}  // namespace trawl
