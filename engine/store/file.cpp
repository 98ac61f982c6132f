#include "engine/store/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <system_error>
#include <utility>

#include "engine/base/handle.h"

namespace trawl {
namespace {

Error failure(std::string_view activity, const std::string& path, int code) {
  return Error(fmt::format("{} {}: {}", activity, path, std::generic_category().message(code)));
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

/// A file beside its future place, removed at the end unless it was renamed. The name says whose it is,
/// should the process die in between.
class TemporaryFile {
 public:
  static Result<TemporaryFile> create(const std::string& place, mode_t mode) {
    std::uint64_t random = 0;
    if (::getrandom(&random, sizeof random, 0) != sizeof random) return failure("naming", place, errno);
    std::string path = fmt::format("{}.trawl-{:016x}.tmp", place, random);
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
    if (!file.open()) return failure("creating", path, errno);
    return TemporaryFile(std::move(path), std::move(file));
  }

  TemporaryFile(TemporaryFile&& other) noexcept
      : path_(std::exchange(other.path_, {})), file_(std::move(other.file_)) {}
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] int descriptor() const { return file_.number(); }
  void was_renamed() { path_.clear(); }

  Result<void> write(std::string_view text) { return write(std::span(&text, 1)); }
  Result<void> write(std::span<const std::string_view> parts) {
    for (const std::string_view part : parts) {
      if (Result<void> written = write_part(part); !written) return written;
    }
    // Before the rename: otherwise a power cut can leave the new name with no content.
    if (::fsync(file_.number()) != 0) return failure("writing", path_, errno);
    return {};
  }

 private:
  TemporaryFile(std::string path, Descriptor file) : path_(std::move(path)), file_(std::move(file)) {}
  Result<void> write_part(std::string_view text) {
    while (!text.empty()) {
      const ssize_t count = ::write(file_.number(), text.data(), text.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return failure("writing", path_, errno);
      text.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
  }

  std::string path_;
  Descriptor file_;
};

/// Makes a new name in a folder durable. A file system that cannot do this is no reason to fail: the content
/// is there.
void synchronise_folder_of(const std::string& path) {
  const Descriptor folder(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.open()) static_cast<void>(::fsync(folder.number()));
}

Result<std::string> read_at_most(const Descriptor& file, const std::string& path, std::size_t most_bytes) {
  std::string text;
  while (text.size() <= most_bytes) {
    char room[8192];
    const ssize_t count = ::read(file.number(), room, sizeof room);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failure("reading", path, errno);
    if (count == 0) return text;
    text.append(room, static_cast<std::size_t>(count));
  }
  return Error(fmt::format("reading {}: it is larger than the limit of {} bytes", path, most_bytes));
}

}  // namespace

Result<std::string> read_regular_file(const std::string& path, const FileDemand& demand) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!file.open()) {
    if (errno == ELOOP)
      return Error(fmt::format("opening {}: it is a symbolic link; name the file itself", path));
    return failure("opening", path, errno);
  }
  struct stat status = {};
  if (::fstat(file.number(), &status) != 0) return failure("opening", path, errno);
  if (!S_ISREG(status.st_mode)) return Error(fmt::format("opening {}: it is not a regular file", path));
  if (demand.private_to_user && (status.st_uid != ::geteuid() || (status.st_mode & 077) != 0)) {
    return Error(fmt::format("opening {}: others may use it; make it yours and run chmod 600 on it", path));
  }
  return read_at_most(file, path, demand.most_bytes);
}

bool file_exists(const std::string& path) {
  struct stat status = {};
  return ::lstat(path.c_str(), &status) == 0;
}

Result<void> replace_file(const std::string& path, std::string_view text) {
  struct stat status = {};
  const bool exists = ::lstat(path.c_str(), &status) == 0;
  if (exists && !S_ISREG(status.st_mode)) {
    return Error(fmt::format("writing {}: it is not a regular file", path));
  }
  Result<TemporaryFile> temporary = TemporaryFile::create(path, 0666);
  if (!temporary) return temporary.error();
  if (exists && ::fchmod(temporary->descriptor(), status.st_mode & 07777) != 0) {
    return failure("writing", path, errno);
  }
  if (Result<void> written = temporary->write(text); !written) return written;
  if (::rename(temporary->path().c_str(), path.c_str()) != 0) return failure("writing", path, errno);
  temporary->was_renamed();
  synchronise_folder_of(path);
  return {};
}

Result<bool> create_private_file(const std::string& path, std::string_view text) {
  Result<TemporaryFile> temporary = TemporaryFile::create(path, 0600);
  if (!temporary) return temporary.error();
  if (Result<void> written = temporary->write(text); !written) return written.error();
  // link() refuses a name that is taken, as O_EXCL does, but nobody ever sees the file half written.
  if (::link(temporary->path().c_str(), path.c_str()) == 0) {
    synchronise_folder_of(path);
    return true;
  }
  if (errno == EEXIST) return false;
  return failure("creating", path, errno);
}

Result<void> replace_private_file(const std::string& path, std::span<const std::string_view> parts) {
  struct stat status = {};
  if (::lstat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    return Error(fmt::format("writing {}: it is not a regular file", path));
  }
  Result<TemporaryFile> temporary = TemporaryFile::create(path, 0600);
  if (!temporary) return temporary.error();
  if (Result<void> written = temporary->write(parts); !written) return written;
  if (::rename(temporary->path().c_str(), path.c_str()) != 0) return failure("writing", path, errno);
  temporary->was_renamed();
  synchronise_folder_of(path);
  return {};
}

Result<void> create_private_folders(const std::string& path) {
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    const std::string folder = path.substr(0, end);
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return failure("creating", folder, errno);
    if (end == std::string::npos) return {};
  }
}

}  // namespace trawl
