#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "engine/git/guarded_directory.h"

namespace trawl {

/// A whole file as bytes in memory, for those who read all of it in no order: mapped, where it is large.
///
/// Reading packs entry by entry with `pread` costs a system call and a copy for each of several hundred
/// thousand entries, 10-15 % of inflating them; mapping costs 1 %. The price of a map is SIGBUS when the file
/// is truncated meanwhile. Here it does not kill: a handler puts a page of zeros in place of the lost one and
/// marks the file. Zeros never pass for content, since whoever reads has checksums or sizes to check;
/// `vanished` tells why they failed.
///
/// Made and destroyed by one thread at a time; the bytes may be read by many.
class MappedFile {
 public:
  /// Up to this many bytes are read instead of mapped.
  static constexpr std::size_t kReadInstead = std::size_t{256} << 10;
  /// Larger files that can be open at the same time.
  static constexpr std::size_t kMostMapped = 4096;

  static Result<MappedFile> open(GuardedFile file);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  [[nodiscard]] std::string_view bytes() const { return {begin_, size_}; }
  [[nodiscard]] const std::string& path() const { return path_; }
  /// Whether bytes were asked for that the file no longer had.
  [[nodiscard]] bool vanished() const;
  /// Asks the system to read all of it now, front to back.
  void read_ahead() const;

 private:
  MappedFile() = default;

  const char* begin_ = nullptr;
  std::size_t size_ = 0;
  std::string path_;
  std::optional<std::size_t> slot_;  ///< of the table of maps; none where it was read
};

}  // namespace trawl
