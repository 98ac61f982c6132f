#include "engine/source/file_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace trawl {

Result<std::size_t> FileReader::read(std::span<char> room) {
  if (room.empty()) return std::size_t{0};
  // One byte beyond the limit may be asked for, to tell the end of the file from the end of what is allowed.
  const std::uint64_t left = limit_ - std::min(limit_, position_);
  const std::size_t wanted = left < room.size() ? static_cast<std::size_t>(left) + 1 : room.size();
  while (true) {
    const ssize_t count = ::read(file_.number(), room.data(), std::min(wanted, room.size()));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Error(std::string("reading it failed: ") + strerrordesc_np(errno));
    if (static_cast<std::uint64_t>(count) > left) {
      return Error("it is larger than the limit of " + std::to_string(limit_) + " bytes");
    }
    position_ += static_cast<std::uint64_t>(count);
    return static_cast<std::size_t>(count);
  }
}

std::optional<std::string> FileReader::changed() {
  struct stat now;
  if (::fstat(file_.number(), &now) != 0) {
    return std::string("whether it changed while it was read cannot be known: ") + strerrordesc_np(errno);
  }
  if (now.st_size != before_.st_size) {
    return "its size changed from " + std::to_string(before_.st_size) + " to " + std::to_string(now.st_size) +
           " bytes while it was read";
  }
  if (now.st_mtim.tv_sec != before_.st_mtim.tv_sec || now.st_mtim.tv_nsec != before_.st_mtim.tv_nsec) {
    return "it was written to while it was read";
  }
  // Files that the kernel makes up (/proc) have a size of 0 and content all the same.
  const auto size = static_cast<std::uint64_t>(now.st_size);
  if (size != 0 && position_ != size) {
    return "it has " + std::to_string(size) + " bytes, of which " + std::to_string(position_) +
           " could be read";
  }
  return std::nullopt;
}

std::uint64_t FileReader::skip_hole() {
  const auto size = static_cast<std::uint64_t>(before_.st_size);
  // st_blocks counts units of 512 bytes. A file without holes costs no call here.
  if (static_cast<std::uint64_t>(before_.st_blocks) >= size / 512 || position_ >= size) return 0;
  const off_t data = ::lseek(file_.number(), static_cast<off_t>(position_), SEEK_DATA);
  std::uint64_t next = size;
  if (data >= 0) next = std::min(size, static_cast<std::uint64_t>(data));
  const bool known = data >= 0 || errno == ENXIO;
  if (!known) next = position_;
  if (::lseek(file_.number(), static_cast<off_t>(next), SEEK_SET) < 0) return 0;
  const std::uint64_t skipped = next - position_;
  position_ = next;
  return skipped;
}

}  // namespace trawl
