#include "engine/source/path_opener.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstring>
#include <utility>

namespace trawl {
namespace {

constexpr int kPassThrough = O_PATH | O_DIRECTORY;

int openat2_beneath(int directory, const char* path, int flags) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(syscall(SYS_openat2, directory, path, &how, sizeof how));
}

}  // namespace

PathOpener::PathOpener() : method_(Method::kSegments) {
  const Descriptor probe(openat2_beneath(AT_FDCWD, ".", kPassThrough | O_CLOEXEC));
  if (probe.open()) method_ = Method::kWholePaths;
}

Descriptor PathOpener::open_piece(int directory, std::string_view piece, int flags, int& error) const {
  std::array<char, PATH_MAX> text;
  if (piece.empty() || piece.size() >= text.size()) {
    error = piece.empty() ? ENOENT : ENAMETOOLONG;
    return {};
  }
  std::memcpy(text.data(), piece.data(), piece.size());
  text[piece.size()] = '\0';
  flags |= O_NOFOLLOW | O_CLOEXEC;
  while (true) {
    Descriptor opened(method_ == Method::kWholePaths ? openat2_beneath(directory, text.data(), flags)
                                                     : ::openat(directory, text.data(), flags));
    if (opened.open()) return opened;
    if (errno == EINTR) continue;
    error = errno;
    return {};
  }
}

Descriptor PathOpener::open(int directory, std::string_view path, int flags, int& error) const {
  Descriptor reached;
  while (true) {
    std::size_t slash = std::string_view::npos;
    if (method_ == Method::kSegments) {
      slash = path.find('/');
    } else if (path.size() >= PATH_MAX) {
      slash = path.rfind('/', PATH_MAX - 1);
      if (slash == std::string_view::npos) {
        error = ENAMETOOLONG;
        return {};
      }
    }
    const int from = reached.open() ? reached.number() : directory;
    if (slash == std::string_view::npos) return open_piece(from, path, flags, error);
    Descriptor next = open_piece(from, path.substr(0, slash), kPassThrough, error);
    if (!next.open()) return {};
    reached = std::move(next);
    path.remove_prefix(slash + 1);
  }
}

}  // namespace trawl
