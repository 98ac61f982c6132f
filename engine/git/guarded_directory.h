#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/handle.h"
#include "engine/base/result.h"

namespace trawl {

/// A regular file of a repository, open for reading at any place. Read by `pread`, never mapped: a file that
/// is truncated while it is read gives an error instead of SIGBUS. `read_at` may be called by many threads.
class GuardedFile {
 public:
  GuardedFile(Descriptor descriptor, std::uint64_t size, std::string path)
      : descriptor_(std::move(descriptor)), size_(size), path_(std::move(path)) {}

  /// Bytes, when it was opened.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// For messages.
  [[nodiscard]] const std::string& path() const { return path_; }
  /// Borrowed, for `MappedFile`.
  [[nodiscard]] int descriptor() const { return descriptor_.number(); }

  /// Fills all of `room` from `offset`, or fails.
  Result<void> read_at(std::uint64_t offset, std::span<char> room) const;
  /// Everything; fails beyond `most` bytes.
  Result<std::string> read_all(std::uint64_t most) const;

 private:
  Descriptor descriptor_;
  std::uint64_t size_;
  std::string path_;
};

/// A directory whose files are opened in a guarded way: below it no symbolic link is followed, nothing leads
/// out of it, and only regular files and directories are opened (a FIFO would block). Cheap to copy: copies
/// share the descriptor. May be used by many threads.
class GuardedDirectory {
 public:
  /// `path` is trusted: links in it are followed, except a last component that is a link.
  static Result<GuardedDirectory> open(const std::string& path);

  /// For messages, and for comparing places; absolute if the path that was opened was.
  [[nodiscard]] const std::string& path() const { return path_; }

  /// The directory at `relative`; nothing where there is none.
  Result<std::optional<GuardedDirectory>> open_directory(const std::string& relative) const;
  /// The regular file at `relative`; nothing where there is none; an error where something else is.
  Result<std::optional<GuardedFile>> open_file(const std::string& relative) const;
  /// The whole file; nothing where there is none; an error beyond `most` bytes.
  Result<std::optional<std::string>> read_file(const std::string& relative, std::uint64_t most) const;
  /// The names in it, sorted, without "." and ".."; an error when there are more than `most`.
  Result<std::vector<std::string>> names(std::size_t most) const;

  /// Whether anything has that name, a link included; `relative` itself may lead through links.
  [[nodiscard]] bool has(const std::string& relative) const;
  /// Whether both are the same directory, by device and inode.
  [[nodiscard]] bool same_as(const GuardedDirectory& other) const;

 private:
  GuardedDirectory(std::shared_ptr<const Descriptor> descriptor, std::string path)
      : descriptor_(std::move(descriptor)), path_(std::move(path)) {}

  std::shared_ptr<const Descriptor> descriptor_;
  std::string path_;
};

}  // namespace trawl
