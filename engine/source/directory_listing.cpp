#include "engine/source/directory_listing.h"

#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>

namespace trawl {
namespace {

// What git writes into a repository's directory (gitrepository-layout(5)), sorted.
constexpr std::array<std::string_view, 37> kNamesOfGit = {
    "AUTO_MERGE",
    "BISECT_LOG",
    "CHERRY_PICK_HEAD",
    "COMMIT_EDITMSG",
    "FETCH_HEAD",
    "HEAD",
    "MERGE_HEAD",
    "MERGE_MODE",
    "MERGE_MSG",
    "MERGE_RR",
    "NOTES_MERGE_REF",
    "ORIG_HEAD",
    "REBASE_HEAD",
    "REVERT_HEAD",
    "SQUASH_MSG",
    "branches",
    "commondir",
    "config",
    "config.worktree",
    "description",
    "gc.log",
    "gitdir",
    "hooks",
    "index",
    "info",
    "lfs",
    "logs",
    "modules",
    "objects",
    "packed-refs",
    "refs",
    "reftable",
    "remotes",
    "rr-cache",
    "shallow",
    "svn",
    "worktrees",
};

static_assert(std::is_sorted(kNamesOfGit.begin(), kNamesOfGit.end()));

bool is_name_of_git(std::string_view name) {
  return std::binary_search(kNamesOfGit.begin(), kNamesOfGit.end(), name);
}

}  // namespace

int DirectoryListing::fill(int directory, std::size_t budget, std::vector<char>& buffer) {
  text_.clear();
  order_.clear();
  limit_.clear();
  used_ = 0;
  more_ = false;
  if (::lseek(directory, 0, SEEK_SET) < 0) return errno;
  if (buffer.size() < 32768) buffer.resize(32768);
  while (true) {
    const ssize_t size = ::getdents64(directory, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return errno;
    if (size == 0) break;
    for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
      const char* entry = buffer.data() + at;
      std::uint16_t length = 0;
      std::memcpy(&length, entry + offsetof(dirent64, d_reclen), sizeof length);
      const std::string_view name(entry + offsetof(dirent64, d_name));
      at += length;
      if (name == "." || name == "..") continue;
      if (!read_once_) note_name_of_git(name);
      take(name, budget);
    }
  }
  read_once_ = true;
  sort();
  return 0;
}

void DirectoryListing::take(std::string_view name, std::size_t budget) {
  if (!last_.empty() && name <= last_) return;
  if (!limit_.empty() && name > limit_) return;
  if (text_.size() > std::numeric_limits<std::uint32_t>::max() - 512 ||
      (text_.size() + order_.size() * sizeof order_[0] > budget && order_.size() > 1)) {
    drop_greater_half();
    if (name > limit_) return;
  }
  order_.push_back(static_cast<std::uint32_t>(text_.size()));
  text_.append(name);
  text_.push_back('\0');
}

void DirectoryListing::note_name_of_git(std::string_view name) {
  if (foreign_name_) return;
  foreign_name_ = !is_name_of_git(name);
  has_head_ = has_head_ || name == "HEAD";
  has_objects_ = has_objects_ || name == "objects";
  has_refs_ = has_refs_ || name == "refs";
}

void DirectoryListing::sort() {
  const char* text = text_.data();
  std::sort(order_.begin(), order_.end(), [text](std::uint32_t left, std::uint32_t right) {
    return std::strcmp(text + left, text + right) < 0;
  });
}

void DirectoryListing::drop_greater_half() {
  sort();
  order_.resize(order_.size() / 2);
  std::string kept;
  kept.reserve(text_.size());
  for (std::uint32_t& offset : order_) {
    const std::string_view name(text_.data() + offset);
    offset = static_cast<std::uint32_t>(kept.size());
    kept.append(name);
    kept.push_back('\0');
  }
  text_ = std::move(kept);
  limit_ = text_.data() + order_.back();
  more_ = true;
}

const char* DirectoryListing::next() {
  if (used_ == order_.size()) {
    // Those held are all behind us: the next reading begins after the last of them.
    if (more_ && !order_.empty()) last_ = text_.data() + order_.back();
    return nullptr;
  }
  return text_.data() + order_[used_++];
}

void DirectoryListing::forget() {
  if (used_ > 0) last_ = text_.data() + order_[used_ - 1];
  more_ = more_ || used_ < order_.size();
  release();
}

void DirectoryListing::abandon() {
  more_ = false;
  release();
}

void DirectoryListing::release() {
  used_ = 0;
  // Assigning something empty would keep the room.
  std::string().swap(text_);
  std::vector<std::uint32_t>().swap(order_);
}

}  // namespace trawl
