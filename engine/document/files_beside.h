#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trawl {

/// The other files of the tree a file was met in: what it includes, the lock file of its project. Shared by
/// threads.
class FilesBeside {
 public:
  virtual ~FilesBeside() = default;
  /// All of a file below the scanned roots, by the path that findings show; nothing where it cannot be had or
  /// is larger than the source allows. Symbolic links are not followed.
  [[nodiscard]] virtual std::optional<std::string> read(std::string_view path) const = 0;
  /// The names of the regular files of a folder ("" is the top), sorted; nothing where it cannot be had or
  /// holds more than `kMostNames`.
  [[nodiscard]] virtual std::optional<std::vector<std::string>> list(std::string_view) const {
    return std::nullopt;
  }
  static constexpr std::size_t kMostNames = 4'096;
};

/// The file `name` in the folder of `path`, or in one of the folders above it, nearest first. What `found` is
/// set to is its path.
std::optional<std::string> read_upwards(const FilesBeside& files, std::string_view path,
                                        std::string_view name, std::string* found = nullptr);

/// The same for a folder: the paths of its files whose names match `pattern` (`*`, `?`, `[...]`), sorted.
/// Nothing where there is no such folder.
std::optional<std::vector<std::string>> list_upwards(const FilesBeside& files, std::string_view path,
                                                     std::string_view folder, std::string_view pattern);

}  // namespace trawl
