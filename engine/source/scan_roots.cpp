#include "engine/source/scan_roots.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <utility>

#include "engine/base/handle.h"

namespace trawl {
namespace {

bool is_absolute(std::string_view path) {
  return path.starts_with('/');
}

bool leaves_current(const std::string& normalised) {
  return normalised == ".." || normalised.starts_with("../");
}

bool all_below_current(std::span<const std::string> paths) {
  return std::none_of(paths.begin(), paths.end(), [](const std::string& path) {
    return is_absolute(path) || leaves_current(normalised_path(path));
  });
}

Result<std::string> absolute(const std::string& path) {
  if (is_absolute(path)) return "/" + normalised_path(path);
  const std::unique_ptr<char, FreeWith<std::free>> current(::getcwd(nullptr, 0));
  if (!current) return Error(std::string("finding the current directory: ") + strerrordesc_np(errno));
  return "/" + normalised_path(std::string(current.get()) + "/" + path);
}

std::string parent_of(const std::string& absolute_path) {
  const std::size_t slash = absolute_path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/" : absolute_path.substr(0, slash);
}

bool lies_in(std::string_view path, std::string_view directory) {
  if (directory == "/" || directory.empty()) return true;
  return path.starts_with(directory) && (path.size() == directory.size() || path[directory.size()] == '/');
}

/// `path` relative to `base`; both absolute.
std::string below_base(const std::string& path, const std::string& base) {
  if (path == base) return {};
  return path.substr(base == "/" ? 1 : base.size() + 1);
}

bool is_directory(const std::string& path) {
  struct stat status;
  const int flags = path.ends_with('/') ? 0 : AT_SYMLINK_NOFOLLOW;
  return ::fstatat(AT_FDCWD, path.c_str(), &status, flags) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace

std::string normalised_path(std::string_view path) {
  std::vector<std::string_view> segments;
  const bool from_root = is_absolute(path);
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      segments.push_back(segment);
    } else if (!segments.empty() && segments.back() != "..") {
      segments.pop_back();
    } else if (!from_root) {
      segments.push_back(segment);
    }
  }
  std::string joined;
  for (const std::string_view segment : segments) {
    if (!joined.empty()) joined += '/';
    joined += segment;
  }
  return joined;
}

Result<std::string> ScanRoots::base_of(std::span<const std::string> paths) {
  if (all_below_current(paths)) return std::string(".");
  std::string base;
  for (const std::string& path : paths) {
    auto whole = absolute(path);
    if (!whole) return whole.error();
    std::string directory = is_directory(path) ? *whole : parent_of(*whole);
    if (base.empty()) base = std::move(directory);
    while (!lies_in(*whole, base)) base = parent_of(base);
  }
  return base;
}

Result<ScanRoot> ScanRoots::examine(const std::string& typed) const {
  if (typed.empty()) return Error("a path is empty");
  ScanRoot root;
  root.typed = typed;
  struct stat status;
  if (const int error = status_of(root, status); error != 0) {
    return Error("the path '" + typed + "' cannot be scanned: " + strerrordesc_np(error));
  }
  root.identity = identity_of(status);
  root.kind = status.st_mode & S_IFMT;
  if (base_ == ".") {
    root.shown = normalised_path(typed);
  } else {
    auto whole = absolute(typed);
    if (!whole) return whole.error();
    root.shown = below_base(*whole, base_);
  }
  // `link/..` is the parent of where the link leads, not of the link: then no shown path would be true.
  if (("/" + typed + "/").find("/../") != std::string::npos) {
    std::string plain = (is_absolute(typed) ? "/" : "") + normalised_path(typed);
    if (plain.empty()) plain = ".";
    struct stat same;
    if (::fstatat(current_.number(), plain.c_str(), &same, AT_SYMLINK_NOFOLLOW) != 0 ||
        identity_of(same) != root.identity) {
      return Error("the path '" + typed + "' has '..' behind a symbolic link; name the place it leads to");
    }
  }
  return root;
}

Result<ScanRoots> ScanRoots::resolve(std::span<const std::string> paths, std::size_t held,
                                     const PathOpener& opener) {
  ScanRoots roots;
  auto base = base_of(paths);
  if (!base) return base.error();
  roots.base_ = *std::move(base);
  roots.current_ = Descriptor(::open(".", O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!roots.current_.open())
    return Error(std::string("opening the current directory: ") + strerrordesc_np(errno));
  for (const std::string& path : paths) {
    auto root = roots.examine(path);
    if (!root) return root.error();
    roots.roots_.push_back(*std::move(root));
  }
  std::stable_sort(roots.roots_.begin(), roots.roots_.end(),
                   [](const ScanRoot& left, const ScanRoot& right) { return left.shown < right.shown; });
  roots.drop_covered(opener);
  for (ScanRoot& root : roots.roots_) {
    if (root.kind != S_IFDIR || held == 0) continue;
    int error = 0;
    Descriptor opened;
    if (roots.directory_of(root, opened, error) < 0) {
      return Error("the path '" + root.typed + "' cannot be scanned: " + strerrordesc_np(error));
    }
    root.opened = std::move(opened);
    --held;
  }
  return roots;
}

void ScanRoots::drop_covered(const PathOpener& opener) {
  std::map<std::string_view, const ScanRoot*> by_path;
  std::vector<bool> covered(roots_.size());
  for (std::size_t index = 0; index < roots_.size(); ++index) {
    const ScanRoot& root = roots_[index];
    const auto [same, first] = by_path.emplace(root.shown, &root);
    if (!first) {
      covered[index] = same->second->identity == root.identity;
      continue;
    }
    std::string_view above = root.shown;
    while (!above.empty() && !covered[index]) {
      const std::size_t slash = above.rfind('/');
      above = slash == std::string_view::npos ? std::string_view() : above.substr(0, slash);
      const auto found = by_path.find(above);
      covered[index] = found != by_path.end() && covers(*found->second, root, opener);
    }
  }
  std::vector<ScanRoot> kept;
  for (std::size_t index = 0; index < roots_.size(); ++index) {
    if (!covered[index]) kept.push_back(std::move(roots_[index]));
  }
  roots_ = std::move(kept);
}

bool ScanRoots::covers(const ScanRoot& above, const ScanRoot& below, const PathOpener& opener) const {
  if (above.kind != S_IFDIR) return false;
  const std::string_view rest =
      std::string_view(below.shown).substr(above.shown.empty() ? 0 : above.shown.size() + 1);
  // The walk does not enter git directories and does not follow links: what lies behind one is not covered.
  if (("/" + std::string(rest) + "/").find("/.git/") != std::string::npos) return false;
  int error = 0;
  Descriptor root;
  const int directory = directory_of(above, root, error);
  if (directory < 0) return false;
  const Descriptor reached = opener.open(directory, rest, O_PATH, error);
  struct stat status;
  return reached.open() && ::fstat(reached.number(), &status) == 0 && identity_of(status) == below.identity;
}

int ScanRoots::directory_of(const ScanRoot& root, Descriptor& opened, int& error) const {
  if (root.opened.open()) return root.opened.number();
  // What is opened must be what was examined, so a link here cannot lead astray and `typed` may well have
  // some.
  opened = Descriptor(::openat(current_.number(), root.typed.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  struct stat status;
  if (!opened.open() || ::fstat(opened.number(), &status) != 0) {
    error = errno;
    return -1;
  }
  if (identity_of(status) != root.identity) {
    error = ENOENT;
    return -1;
  }
  return opened.number();
}

Descriptor ScanRoots::open_file(const ScanRoot& root, int flags, int& error) const {
  while (true) {
    Descriptor opened(::openat(current_.number(), root.typed.c_str(), flags | O_NOFOLLOW | O_CLOEXEC));
    if (opened.open()) return opened;
    if (errno == EINTR) continue;
    error = errno;
    return {};
  }
}

int ScanRoots::status_of(const ScanRoot& root, struct stat& status) const {
  // With a slash at the end the kernel itself goes through a link, whatever the flags say.
  return ::fstatat(current_.number(), root.typed.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 ? 0 : errno;
}

}  // namespace trawl
