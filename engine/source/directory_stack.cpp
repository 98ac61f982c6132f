#include "engine/source/directory_stack.h"

#include <fcntl.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <utility>

namespace trawl {
namespace {

constexpr int kListing = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;

Descriptor open_at(int directory, const char* name, int& error) {
  while (true) {
    Descriptor opened(::openat(directory, name, kListing));
    if (opened.open()) return opened;
    if (errno == EINTR) continue;
    error = errno;
    return {};
  }
}

bool has(int directory, const char* name, mode_t kind, mode_t other_kind) {
  struct stat status;
  if (::fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) != 0) return false;
  const mode_t found = status.st_mode & S_IFMT;
  return found == kind || found == other_kind;
}

}  // namespace

DirectoryStack::Entry DirectoryStack::start(int root, std::string path) {
  assert(levels_.empty() && (path.empty() || path.ends_with('/')));
  path_ = std::move(path);
  root_ = root;
  root_path_size_ = path_.size();
  Descriptor directory = open_at(root, ".", error_);
  if (!directory.open()) return Entry::kFailed;
  return push(std::move(directory), path_.size());
}

DirectoryStack::Entry DirectoryStack::enter(const char* name) {
  // Room first, so that the limit holds at every moment.
  while (open_ > 1 && open_ >= limits_.descriptors) close_shallowest();
  Descriptor directory = open_at(this->directory(), name, error_);
  while (!directory.open() && error_ == EMFILE && open_ > 1) {
    close_shallowest();
    directory = open_at(this->directory(), name, error_);
  }
  if (!directory.open()) return Entry::kFailed;
  const std::size_t parent_size = path_.size();
  path_ += name;
  path_ += '/';
  const Entry entry = push(std::move(directory), path_.size());
  if (entry != Entry::kEntered) path_.resize(parent_size);
  return entry;
}

DirectoryStack::Entry DirectoryStack::push(Descriptor directory, std::size_t path_size) {
  struct stat status;
  if (::fstat(directory.number(), &status) != 0) {
    error_ = errno;
    return Entry::kFailed;
  }
  if (!on_stack_.insert(identity_of(status)).second) return Entry::kLoop;
  Level& level = levels_.emplace_back();
  level.directory = std::move(directory);
  level.identity = identity_of(status);
  level.path_size = path_size;
  ++open_;
  if (fill(level)) {
    drop_shallow_names();
    return Entry::kEntered;
  }
  on_stack_.erase(level.identity);
  levels_.pop_back();
  --open_;
  return Entry::kFailed;
}

bool DirectoryStack::fill(Level& level) {
  error_ = level.names.fill(level.directory.number(), limits_.names_of_one, buffer_);
  if (error_ != 0) level.names.abandon();
  count_memory(level);
  return error_ == 0;
}

void DirectoryStack::count_memory(Level& level) {
  names_memory_ -= level.memory;
  level.memory = level.names.memory();
  names_memory_ += level.memory;
  const auto index = static_cast<std::size_t>(&level - levels_.data());
  if (level.memory > 0) first_with_names_ = std::min(first_with_names_, index);
}

void DirectoryStack::drop_shallow_names() {
  while (names_memory_ > limits_.names_of_all && first_with_names_ + 1 < levels_.size()) {
    Level& level = levels_[first_with_names_];
    level.names.forget();
    count_memory(level);
    ++first_with_names_;
  }
}

void DirectoryStack::close_shallowest() {
  levels_[levels_.size() - open_].directory.close();
  --open_;
}

DirectoryStack::Step DirectoryStack::next(const char*& name) {
  Level& level = levels_.back();
  if (level.lost) {
    level.lost = false;
    level.names.abandon();
    count_memory(level);
    return Step::kFailed;
  }
  while (true) {
    name = level.names.next();
    if (name != nullptr) return Step::kName;
    if (!level.names.more()) return Step::kEnd;
    if (!fill(level)) return Step::kFailed;
    drop_shallow_names();
  }
}

void DirectoryStack::leave() {
  Level left = std::move(levels_.back());
  levels_.pop_back();
  on_stack_.erase(left.identity);
  names_memory_ -= left.memory;
  first_with_names_ = std::min(first_with_names_, levels_.size());
  if (left.directory.open()) --open_;
  if (levels_.empty()) {
    path_.clear();
    return;
  }
  Level& parent = levels_.back();
  path_.resize(parent.path_size);
  if (!parent.directory.open()) parent.lost = !reopen(parent, &left);
}

bool DirectoryStack::reopen(Level& level, const Level* child) {
  if (child->directory.open() && adopt(level, open_at(child->directory.number(), "..", error_))) return true;
  // The child was moved elsewhere while it was walked: the parent may still be where it was.
  if (level.path_size == root_path_size_) return adopt(level, open_at(root_, ".", error_));
  const std::string_view below =
      std::string_view(path_).substr(root_path_size_, level.path_size - root_path_size_ - 1);
  return adopt(level, opener_.open(root_, below, kListing, error_));
}

bool DirectoryStack::adopt(Level& level, Descriptor directory) {
  if (!directory.open()) return false;
  struct stat status;
  if (::fstat(directory.number(), &status) != 0) {
    error_ = errno;
    return false;
  }
  if (identity_of(status) != level.identity) {
    error_ = ENOENT;
    return false;
  }
  level.directory = std::move(directory);
  ++open_;
  return true;
}

bool DirectoryStack::at_repository() const {
  const int directory = levels_.back().directory.number();
  // HEAD was a symbolic link in old repositories.
  return has(directory, "HEAD", S_IFREG, S_IFLNK) && has(directory, "objects", S_IFDIR, S_IFDIR) &&
         has(directory, "refs", S_IFDIR, S_IFDIR);
}

bool DirectoryStack::at_git_directory() const {
  return levels_.back().names.has_names_of_git_directory() && at_repository();
}

}  // namespace trawl
