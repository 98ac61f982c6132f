#include "engine/git/guarded_directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace trawl {

namespace {

std::string reason_of(int error) {
  if (error == ELOOP) return "a symbolic link, which is not followed";
  // What the kernel says of a link where a directory is asked for and links are not followed.
  if (error == ENOTDIR) return "a symbolic link, or no directory; it is not followed";
  if (error == EXDEV) return "it leads out of the directory";
  return std::strerror(error);
}

// The walk for kernels (or sandboxes) without openat2: one component after the other, no link among them.
int open_by_components(int directory, std::string_view relative, int flags) {
  Descriptor current;
  while (true) {
    const std::size_t slash = relative.find('/');
    const std::string name(relative.substr(0, slash));
    if (name.empty() || name == "." || name == "..") {
      errno = EXDEV;
      return -1;
    }
    const int from = current.open() ? current.number() : directory;
    if (slash == std::string_view::npos) return ::openat(from, name.c_str(), flags | O_NOFOLLOW);
    Descriptor next(::openat(from, name.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!next.open()) return -1;
    current = std::move(next);
    relative.remove_prefix(slash + 1);
  }
}

int open_beneath(int directory, const std::string& relative, int flags) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  const long opened = ::syscall(SYS_openat2, directory, relative.c_str(), &how, sizeof how);
  if (opened >= 0 || (errno != ENOSYS && errno != EPERM)) return static_cast<int>(opened);
  return open_by_components(directory, relative, flags | O_CLOEXEC);
}

bool means_absent(int error) {
  return error == ENOENT || error == ENOTDIR;
}

}  // namespace

Result<void> GuardedFile::read_at(std::uint64_t offset, std::span<char> room) const {
  std::size_t filled = 0;
  while (filled < room.size()) {
    const ssize_t got = ::pread(descriptor_.number(), room.data() + filled, room.size() - filled,
                                static_cast<off_t>(offset + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Error("reading '" + path_ + "': " + std::strerror(errno));
    if (got == 0) return Error("'" + path_ + "' ends before its time: it is truncated");
    filled += static_cast<std::size_t>(got);
  }
  return {};
}

Result<std::string> GuardedFile::read_all(std::uint64_t most) const {
  if (size_ > most) {
    return Error("'" + path_ + "' has " + std::to_string(size_) + " bytes, more than the limit of " +
                 std::to_string(most));
  }
  std::string bytes(size_, '\0');
  if (Result<void> read = read_at(0, bytes); !read.ok()) return read.error();
  return bytes;
}

Result<GuardedDirectory> GuardedDirectory::open(const std::string& path) {
  auto descriptor = std::make_shared<const Descriptor>(
      ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!descriptor->open()) return Error("opening directory '" + path + "': " + reason_of(errno));
  return GuardedDirectory(std::move(descriptor), path);
}

Result<std::optional<GuardedDirectory>> GuardedDirectory::open_directory(const std::string& relative) const {
  auto descriptor = std::make_shared<const Descriptor>(
      open_beneath(descriptor_->number(), relative, O_RDONLY | O_DIRECTORY | O_NOFOLLOW));
  const std::string full = path_ + '/' + relative;
  if (!descriptor->open()) {
    if (errno == ENOENT) return std::optional<GuardedDirectory>();
    return Error("opening directory '" + full + "': " + reason_of(errno));
  }
  return std::optional(GuardedDirectory(std::move(descriptor), full));
}

Result<std::optional<GuardedFile>> GuardedDirectory::open_file(const std::string& relative) const {
  const std::string full = path_ + '/' + relative;
  struct stat before{};
  if (::fstatat(descriptor_->number(), relative.c_str(), &before, AT_SYMLINK_NOFOLLOW) != 0) {
    if (means_absent(errno)) return std::optional<GuardedFile>();
    return Error("opening '" + full + "': " + reason_of(errno));
  }
  // A device or a FIFO is never opened "to see": opening alone can block or have an effect.
  if (S_ISLNK(before.st_mode)) return Error("opening '" + full + "': " + reason_of(ELOOP));
  if (!S_ISREG(before.st_mode)) return Error("opening '" + full + "': not a regular file");

  Descriptor descriptor(
      open_beneath(descriptor_->number(), relative, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
  if (!descriptor.open()) {
    if (means_absent(errno)) return std::optional<GuardedFile>();
    return Error("opening '" + full + "': " + reason_of(errno));
  }
  struct stat after{};
  if (::fstat(descriptor.number(), &after) != 0) return Error("opening '" + full + "': " + reason_of(errno));
  if (!S_ISREG(after.st_mode)) return Error("opening '" + full + "': not a regular file");
  return std::optional<GuardedFile>(
      GuardedFile(std::move(descriptor), static_cast<std::uint64_t>(after.st_size), full));
}

Result<std::optional<std::string>> GuardedDirectory::read_file(const std::string& relative,
                                                               std::uint64_t most) const {
  Result<std::optional<GuardedFile>> file = open_file(relative);
  if (!file.ok()) return file.error();
  if (!file->has_value()) return std::optional<std::string>();
  Result<std::string> bytes = (*file)->read_all(most);
  if (!bytes.ok()) return bytes.error();
  return std::optional(std::move(*bytes));
}

Result<std::vector<std::string>> GuardedDirectory::names(std::size_t most) const {
  struct CloseDirectory {
    void operator()(DIR* stream) const { ::closedir(stream); }
  };
  // A descriptor of its own: the position of a directory stream is shared by duplicates.
  Descriptor own(::openat(descriptor_->number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!own.open()) return Error("listing '" + path_ + "': " + reason_of(errno));
  const std::unique_ptr<DIR, CloseDirectory> stream(::fdopendir(own.number()));
  if (!stream) return Error("listing '" + path_ + "': " + reason_of(errno));
  own.release();

  std::vector<std::string> names;
  while (true) {
    errno = 0;
    const dirent* entry = ::readdir(stream.get());
    if (entry == nullptr) break;
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    if (names.size() == most) {
      return Error("'" + path_ + "' has more than " + std::to_string(most) + " entries");
    }
    names.emplace_back(name);
  }
  if (errno != 0) return Error("listing '" + path_ + "': " + reason_of(errno));
  std::sort(names.begin(), names.end());
  return names;
}

bool GuardedDirectory::has(const std::string& relative) const {
  struct stat status{};
  return ::fstatat(descriptor_->number(), relative.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

bool GuardedDirectory::same_as(const GuardedDirectory& other) const {
  struct stat mine{};
  struct stat theirs{};
  return ::fstat(descriptor_->number(), &mine) == 0 && ::fstat(other.descriptor_->number(), &theirs) == 0 &&
         mine.st_dev == theirs.st_dev && mine.st_ino == theirs.st_ino;
}

}  // namespace trawl
