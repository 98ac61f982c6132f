#include "engine/report/output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

namespace trawl {
namespace {

constexpr std::size_t kBufferSize = std::size_t{64} << 10;

Error failure(const std::string& name, int error_number) {
  return Error(fmt::format("writing {}: {}", name, std::generic_category().message(error_number)));
}

std::string directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

/// Whether the target is to be opened and written to rather than replaced.
bool written_in_place(const std::string& path, const struct stat& status) {
  if (S_ISLNK(status.st_mode)) {
    if (path.starts_with("/dev/") || path.starts_with("/proc/")) return true;
    struct stat behind = {};
    return ::stat(path.c_str(), &behind) == 0 && !S_ISREG(behind.st_mode) && !S_ISDIR(behind.st_mode);
  }
  return !S_ISREG(status.st_mode);
}

}  // namespace

Output Output::to_string(std::string& target) {
  Output output;
  output.string_ = &target;
  return output;
}

Output Output::to_descriptor(int descriptor, std::string name) {
  Output output;
  output.descriptor_ = descriptor;
  output.name_ = std::move(name);
  output.buffer_.reserve(kBufferSize);
  return output;
}

Result<Output> Output::to_file(const std::string& path, Readers readers) {
  Output output;
  output.name_ = "'" + path + "'";
  if (path.empty() || path.back() == '/') return failure(output.name_, EISDIR);

  struct stat status = {};
  const bool exists = ::lstat(path.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) return failure(output.name_, EISDIR);
  if (exists && written_in_place(path, status)) {
    output.owned_ = Descriptor(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
  } else {
    const mode_t mode = readers == Readers::kOwnerOnly ? 0600 : 0666;
    const std::string directory = directory_of(path);
    const std::string name = path.substr(path.rfind('/') + 1);
    // A file that an earlier run with the same process id left behind is passed over, never written to.
    constexpr int kTries = 100;
    for (int attempt = 0; attempt < kTries && !output.owned_.open(); ++attempt) {
      // A name of the greatest length leaves no room for more: the temporary one is made of its front.
      output.temporary_ =
          fmt::format("{}/.{}.trawl-{}-{}.tmp", directory, name.substr(0, 200), ::getpid(), attempt);
      output.owned_ = Descriptor(
          ::open(output.temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
      if (!output.owned_.open() && errno != EEXIST) break;
    }
    output.target_ = path;
  }
  if (!output.owned_.open()) {
    const int error_number = errno;
    output.temporary_.clear();
    return failure(output.name_, error_number);
  }
  output.descriptor_ = output.owned_.number();
  output.buffer_.reserve(kBufferSize);
  return output;
}

Output::Output(Output&& other) noexcept
    : string_(std::exchange(other.string_, nullptr)),
      owned_(std::move(other.owned_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      name_(std::move(other.name_)),
      temporary_(std::exchange(other.temporary_, std::string())),
      target_(std::move(other.target_)),
      buffer_(std::move(other.buffer_)),
      failure_(std::move(other.failure_)) {}

Output::~Output() {
  discard();
}

void Output::discard() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
  temporary_.clear();
}

void Output::fail(int error_number) {
  if (!failure_) failure_ = failure(name_, error_number);
}

void Output::append(std::string_view bytes) {
  if (failed()) return;
  if (string_ != nullptr) {
    string_->append(bytes);
    return;
  }
  if (buffer_.size() + bytes.size() > kBufferSize) flush();
  if (bytes.size() > kBufferSize) {
    write_out(bytes);
  } else {
    buffer_.append(bytes);
  }
}

void Output::flush() {
  if (string_ != nullptr) return;
  write_out(buffer_);
  buffer_.clear();
}

void Output::write_out(std::string_view bytes) {
  while (!bytes.empty() && !failed()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      // Standard output may be a pipe that its other owner has made non-blocking.
      pollfd ready = {descriptor_, POLLOUT, 0};
      if (::poll(&ready, 1, -1) < 0 && errno != EINTR) fail(errno);
    } else if (errno != EINTR) {
      fail(errno);
    }
  }
}

Result<void> Output::finish() {
  flush();
  if (!failed() && !temporary_.empty()) {
    if (::fsync(descriptor_) != 0) fail(errno);
    // Some file systems report a full disk only when the file is closed.
    if (::close(owned_.release()) != 0) fail(errno);
    if (!failed() && ::rename(temporary_.c_str(), target_.c_str()) != 0) fail(errno);
    if (!failed()) {
      temporary_.clear();
      const Descriptor directory(::open(directory_of(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
      // EINVAL: a file system whose directories cannot be flushed. The file itself is safe.
      if (directory.open() && ::fsync(directory.number()) != 0 && errno != EINVAL) fail(errno);
    }
  }
  discard();
  return status();
}

Result<void> Output::status() const {
  if (failure_) return *failure_;
  return {};
}

}  // namespace trawl
