#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace trawl {

/// What `read_regular_file` demands of a file besides being regular.
struct FileDemand {
  std::size_t most_bytes = 0;    ///< a longer file is an error
  bool private_to_user = false;  ///< owned by this user, no permission for anybody else
};

/// The whole of a regular file. A symbolic link, a directory, a device or a file beyond the limit is an
/// error: what is read here lies in folders that others may write to. Never blocks on a FIFO.
[[nodiscard]] Result<std::string> read_regular_file(const std::string& path, const FileDemand& demand);

/// Whether something has this name, be it a dangling link.
[[nodiscard]] bool file_exists(const std::string& path);

/// Puts `text` in the place of a file, all or nothing: a new file beside it, synchronised with the disk, then
/// renamed over it. Keeps the permissions of a file that is there. A symbolic link or anything else that is
/// no regular file is not replaced.
[[nodiscard]] Result<void> replace_file(const std::string& path, std::string_view text);

/// The same, but a file that is there stays (`false`): of several processes at once, one creates the file and
/// all find it whole. Only this user may read and write it.
[[nodiscard]] Result<bool> create_private_file(const std::string& path, std::string_view text);

/// Puts `parts`, one behind the other, in the place of a file that only this user may read and write, all or
/// nothing, whatever the permissions of the one that was there.
[[nodiscard]] Result<void> replace_private_file(const std::string& path,
                                                std::span<const std::string_view> parts);

/// Creates a folder and those above it, for this user only. One that is there stays as it is.
[[nodiscard]] Result<void> create_private_folders(const std::string& path);

}  // namespace trawl
