#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "engine/base/handle.h"
#include "engine/source/directory_listing.h"
#include "engine/source/path_opener.h"

namespace trawl {

/// A file's identity while it exists: device and inode number.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;

  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

inline FileIdentity identity_of(const struct stat& status) {
  return {status.st_dev, status.st_ino};
}

/// The directories from a root down to the one that is being walked: depth first, any depth, without
/// recursion.
///
/// Few descriptors are open at once: going down closes the shallowest, coming up opens the parent again as
/// `..` and checks that it is the same directory, or looks it up from the root where the child was moved
/// meanwhile. Names are held within a budget; those of shallow levels are dropped and read again when their
/// turn comes. One thread.
class DirectoryStack {
 public:
  struct Limits {
    std::size_t descriptors = 64;           ///< directories open at once, at least 2
    std::size_t names_of_one = 64u << 20;   ///< bytes for the names of one directory
    std::size_t names_of_all = 128u << 20;  ///< bytes above which names of shallower directories are dropped
  };

  /// `opener` outlives the stack.
  DirectoryStack(Limits limits, const PathOpener& opener) : limits_(limits), opener_(opener) {}

  enum class Entry {
    kEntered,
    kLoop,    ///< the same directory is already on the stack (a loop of mounts); not entered
    kFailed,  ///< `error` says why; not entered
  };
  /// Enters a directory: a root on an empty stack (`root` stays open and outlives the walk of it; `path` is
  /// how it is shown, empty or ending in `/`), or `name` in the present directory.
  Entry start(int root, std::string path);
  Entry enter(const char* name);
  /// Back to the parent. The path given to `start` and all levels are gone when the root is left.
  void leave();

  enum class Step {
    kName,
    kEnd,
    kFailed,  ///< `error` says why; the rest of this directory cannot be read. Said once, then comes kEnd.
  };
  /// The next name of the present directory, in the order of bytes; valid until the next call.
  Step next(const char*& name);

  [[nodiscard]] bool empty() const { return levels_.empty(); }
  [[nodiscard]] std::size_t depth() const { return levels_.size(); }
  /// The present directory, for `fstatat`; valid after `next` gave a name.
  [[nodiscard]] int directory() const { return levels_.back().directory.number(); }
  /// Path of the present directory as shown: empty, or ending in `/`.
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] int error() const { return error_; }
  [[nodiscard]] std::size_t open_descriptors() const { return open_; }
  [[nodiscard]] std::size_t names_memory() const { return names_memory_; }
  /// Whether the present directory has HEAD, objects/ and refs/. This and the next are to be asked right
  /// after it was entered.
  [[nodiscard]] bool at_repository() const;
  /// Whether it has these and nothing foreign to git besides, so that it need not be called `.git` to be
  /// known as a git directory.
  [[nodiscard]] bool at_git_directory() const;

 private:
  struct Level {
    Descriptor directory;
    FileIdentity identity;
    std::size_t path_size = 0;  ///< of the path shown, with its `/`
    DirectoryListing names;
    std::size_t memory = 0;  ///< of `names`, as counted in `names_memory_`
    bool lost = false;       ///< could not be opened again
  };
  struct IdentityHash {
    std::size_t operator()(const FileIdentity& identity) const {
      return (identity.inode ^ identity.device << 32) * 0x9e3779b97f4a7c15u >> 7;
    }
  };

  Entry push(Descriptor directory, std::size_t path_size);
  bool fill(Level& level);
  bool reopen(Level& level, const Level* child);
  bool adopt(Level& level, Descriptor directory);
  void count_memory(Level& level);
  void drop_shallow_names();
  void close_shallowest();

  Limits limits_;
  const PathOpener& opener_;
  int root_ = -1;
  std::size_t root_path_size_ = 0;
  std::string path_;
  std::vector<Level> levels_;
  std::unordered_set<FileIdentity, IdentityHash> on_stack_;
  std::vector<char> buffer_;
  std::size_t open_ = 0;  ///< the deepest this many levels are open
  std::size_t names_memory_ = 0;
  std::size_t first_with_names_ = 0;  ///< shallower levels hold no names
  int error_ = 0;
};

}  // namespace trawl
