#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <limits>

#include "engine/base/handle.h"
#include "engine/source/source.h"

namespace trawl {

/// Reads a regular file from a descriptor. Never maps it: a file that is cut short while it is read would
/// raise SIGBUS. Errors do not name the file; whoever opened it does.
class FileReader final : public TargetReader {
 public:
  static constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

  /// `status` is the file's at this moment. More than `limit` bytes are not read: the read that meets them
  /// fails.
  FileReader(Descriptor file, const struct stat& status, std::uint64_t limit = kNoLimit)
      : file_(std::move(file)), before_(status), limit_(limit) {}

  Result<std::size_t> read(std::span<char> room) override;
  [[nodiscard]] std::optional<std::string> changed() override;
  std::uint64_t skip_hole() override;

 private:
  Descriptor file_;
  struct stat before_;
  std::uint64_t limit_;
  std::uint64_t position_ = 0;
};

}  // namespace trawl
