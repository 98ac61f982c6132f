#include "engine/source/tree_source.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "engine/source/file_reader.h"

namespace trawl {
namespace {

// A ticket is the number of the root and a hash of the file's identity: what a thread needs to open the file
// and to know it again, without the source remembering a million of them.
constexpr unsigned kHashBits = 40;
constexpr std::size_t kMaxRoots = std::size_t{1} << (64 - kHashBits);

std::uint64_t ticket_for(std::size_t root, const FileIdentity& identity) {
  std::uint64_t hash = (identity.inode + 0x9e3779b97f4a7c15u) * 0xbf58476d1ce4e5b9u;
  hash = (hash ^ hash >> 29 ^ identity.device) * 0x94d049bb133111ebu;
  hash ^= hash >> 32;
  return static_cast<std::uint64_t>(root) << kHashBits | (hash & ((std::uint64_t{1} << kHashBits) - 1));
}

std::size_t root_of(std::uint64_t ticket) {
  return ticket >> kHashBits;
}

/// How many descriptors the walk may hold: the rest is for the files being read and for everyone else.
std::size_t descriptors_to_spare() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 8;
  return static_cast<std::size_t>(std::clamp<rlim_t>(limit.rlim_cur / 4, 2, 1024));
}

constexpr std::size_t kMaxHeldRoots = 16;

}  // namespace

Result<std::unique_ptr<TreeSource>> TreeSource::create(TreeOptions options) {
  if (options.paths.size() >= kMaxRoots) {
    return Error("more than " + std::to_string(kMaxRoots - 1) + " paths are given");
  }
  auto include = GlobSet::compile(options.include);
  if (!include) return include.error().during("reading the include globs");
  auto exclude = GlobSet::compile(options.exclude);
  if (!exclude) return exclude.error().during("reading the exclude globs");

  const std::size_t spare = descriptors_to_spare();
  options.limits.descriptors = std::clamp<std::size_t>(options.limits.descriptors, 2, spare);
  PathOpener opener;
  auto roots = ScanRoots::resolve(options.paths, std::min(kMaxHeldRoots, spare / 2), opener);
  if (!roots) return roots.error();
  if (options.tracked) std::sort(options.tracked->begin(), options.tracked->end());
  return std::unique_ptr<TreeSource>(new TreeSource(std::move(options), opener, *std::move(roots),
                                                    *std::move(include), *std::move(exclude)));
}

TreeSource::TreeSource(TreeOptions options, PathOpener opener, ScanRoots roots, GlobSet include,
                       GlobSet exclude)
    : options_(std::move(options)),
      opener_(opener),
      roots_(std::move(roots)),
      include_(std::move(include)),
      exclude_(std::move(exclude)),
      stack_(options_.limits, opener_),
      omissions_(options_.notifications_per_reason) {}

std::optional<Target> TreeSource::next(std::vector<Notification>& notifications, Coverage& coverage) {
  const Ledger ledger{notifications, coverage};
  while (true) {
    if (stack_.empty()) {
      if (next_root_ == roots_.all().size()) break;
      if (auto target = start_root(ledger)) return target;
      continue;
    }
    const char* name = nullptr;
    switch (stack_.next(name)) {
      case DirectoryStack::Step::kName:
        if (auto target = visit(name, ledger)) return target;
        break;
      case DirectoryStack::Step::kFailed:
        tell(Reason::kUnreadableDirectory, stack_.path(),
             std::string("The rest of the directory could not be read: ") + strerrordesc_np(stack_.error()) +
                 ".",
             ledger);
        break;
      case DirectoryStack::Step::kEnd:
        stack_.leave();
        included_.pop_back();
        break;
    }
  }
  if (!std::exchange(finished_, true)) omissions_.finish(notifications);
  return std::nullopt;
}

std::optional<Target> TreeSource::start_root(const Ledger& ledger) {
  const ScanRoot& root = roots_.all()[next_root_++];
  path_ = root.shown;
  const bool directory = root.kind == S_IFDIR;
  if (options_.tracked && !(directory ? leads_to_tracked(path_) : is_tracked(path_))) {
    // What the user names is never passed over in silence, other than what is met below it.
    omissions_.tell(
        notify(Reason::kExcluded, path_, "Git does not track it, and only tracked files are asked for."),
        ledger.notifications, ledger.coverage);
    return std::nullopt;
  }
  if (!path_.empty() && (exclude_.matches_a_parent(path_) || exclude_.matches(path_, directory))) {
    omissions_.count(Reason::kExcluded, path_, ledger.coverage);
    return std::nullopt;
  }
  const bool included = include_.empty() || include_.matches_a_parent(path_) ||
                        (!path_.empty() && include_.matches(path_, directory));
  if (directory) {
    int error = 0;
    const int descriptor = roots_.directory_of(root, root_directory_, error);
    if (descriptor < 0) {
      tell(Reason::kUnreadableDirectory, path_,
           std::string("The directory could not be opened: ") + strerrordesc_np(error) + ".", ledger);
      return std::nullopt;
    }
    settle_entry(stack_.start(descriptor, path_.empty() ? path_ : path_ + "/"), path_, included, ledger);
    return std::nullopt;
  }
  struct stat status;
  if (const int error = roots_.status_of(root, status); error != 0) {
    tell(Reason::kChangedWhileRead, path_, std::string("It is gone: ") + strerrordesc_np(error) + ".",
         ledger);
    return std::nullopt;
  }
  return consider(status, included, ledger);
}

std::optional<Target> TreeSource::visit(const char* name, const Ledger& ledger) {
  path_.assign(stack_.path()).append(name);
  const bool tracked = is_tracked(path_);
  if (!tracked && !leads_to_tracked(path_)) return std::nullopt;

  struct stat status;
  if (::fstatat(stack_.directory(), name, &status, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) != 0) {
    const bool gone = errno == ENOENT;
    tell(gone ? Reason::kChangedWhileRead : Reason::kUnreadableFile, path_,
         gone ? std::string("It vanished while the tree was walked.")
              : std::string("What it is cannot be known: ") + strerrordesc_np(errno) + ".",
         ledger);
    return std::nullopt;
  }
  const bool directory = S_ISDIR(status.st_mode);
  // Without a list every path is tracked. With one, a file in the place of a tracked directory is not.
  if (!tracked && !directory) return std::nullopt;
  if (exclude_.matches(path_, directory)) {
    omissions_.count(Reason::kExcluded, path_, ledger.coverage);
    return std::nullopt;
  }
  const bool included = included_.back() || include_.matches(path_, directory);
  if (std::strcmp(name, ".git") == 0 && (directory || S_ISREG(status.st_mode))) {
    meet_git_entry(name, status, ledger);
    return std::nullopt;
  }
  if (!directory) return consider(status, included, ledger);
  if (tracked && options_.tracked) {
    tell(Reason::kNestedRepository, path_, "A submodule is a repository of its own; scan it by itself.",
         ledger);
    return std::nullopt;
  }
  enter(name, included, ledger);
  return std::nullopt;
}

std::optional<Target> TreeSource::consider(const struct stat& status, bool included, const Ledger& ledger) {
  if (!included) {
    omissions_.count(Reason::kExcluded, path_, ledger.coverage);
    return std::nullopt;
  }
  if (S_ISLNK(status.st_mode)) {
    omissions_.count(Reason::kSymbolicLink, path_, ledger.coverage);
    return std::nullopt;
  }
  if (!S_ISREG(status.st_mode)) {
    omissions_.count(Reason::kSpecialFile, path_, ledger.coverage);
    return std::nullopt;
  }
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (options_.max_file_size && size > *options_.max_file_size) {
    tell(Reason::kFileTooLarge, path_,
         "It has " + std::to_string(size) + " bytes; the limit is " +
             std::to_string(*options_.max_file_size) + ".",
         ledger);
    return std::nullopt;
  }
  ++ledger.coverage.files_met;
  Target target;
  target.path = path_;
  target.size_hint = size;
  target.ticket = ticket_for(next_root_ - 1, identity_of(status));
  const ScanRoot& root = roots_.all()[next_root_ - 1];
  target.below = root.kind == S_IFDIR ? root.shown.size() + (root.shown.empty() ? 0 : 1)
                                      : root.shown.rfind('/') + 1;  // a file: without its folders
  return target;
}

void TreeSource::enter(const char* name, bool included, const Ledger& ledger) {
  const DirectoryStack::Entry entry = stack_.enter(name);
  settle_entry(entry, path_, included, ledger);
}

void TreeSource::settle_entry(DirectoryStack::Entry entry, std::string path, bool included,
                              const Ledger& ledger) {
  switch (entry) {
    case DirectoryStack::Entry::kEntered:
      break;
    case DirectoryStack::Entry::kLoop: {
      Notification loop =
          notify(Reason::kUnreadableDirectory, std::move(path),
                 "It is a directory that it lies in itself (a loop of mounts), which is read once.");
      loop.level = NotificationLevel::kNote;
      loop.incomplete = false;
      omissions_.tell(std::move(loop), ledger.notifications, ledger.coverage);
      return;
    }
    case DirectoryStack::Entry::kFailed: {
      const int error = stack_.error();
      const bool changed = error == ENOENT || error == ENOTDIR || error == ELOOP;
      tell(changed ? Reason::kChangedWhileRead : Reason::kUnreadableDirectory, std::move(path),
           changed ? std::string("The directory was replaced while the tree was walked.")
                   : std::string("The directory could not be read: ") + strerrordesc_np(error) + ".",
           ledger);
      return;
    }
  }
  if (stack_.at_git_directory()) {
    stack_.leave();
    tell(Reason::kNestedRepository, std::move(path),
         "A git directory is not read as files; 'trawl history' reads all that it holds.", ledger);
    return;
  }
  included_.push_back(included);
}

void TreeSource::meet_git_entry(const char* name, const struct stat& status, const Ledger& ledger) {
  if (stack_.depth() == 1) {
    // The `.git` of the work tree that is scanned, unless it is something else by that name.
    bool expected = S_ISREG(status.st_mode);
    if (S_ISDIR(status.st_mode) && stack_.enter(name) == DirectoryStack::Entry::kEntered) {
      expected = stack_.at_repository();
      stack_.leave();
    }
    if (expected) {
      ++ledger.coverage.files_met;
      ++ledger.coverage.skipped_files[Reason::kNestedRepository];
      return;
    }
  }
  tell(Reason::kNestedRepository, path_,
       S_ISDIR(status.st_mode)
           ? "A git directory is not read as files; 'trawl history' reads all that it holds."
           : "The file leads to a git directory, which is not read as files.",
       ledger);
}

void TreeSource::tell(Reason reason, std::string path, std::string message, const Ledger& ledger) {
  if (path.ends_with('/')) path.pop_back();
  if (path.empty()) path = ".";
  omissions_.tell(notify(reason, std::move(path), std::move(message)), ledger.notifications, ledger.coverage);
}

bool TreeSource::is_tracked(const std::string& path) const {
  return !options_.tracked || std::binary_search(options_.tracked->begin(), options_.tracked->end(), path);
}

bool TreeSource::leads_to_tracked(const std::string& directory) const {
  if (!options_.tracked || directory.empty()) return true;
  const std::string inside = directory + "/";
  const auto first = std::lower_bound(options_.tracked->begin(), options_.tracked->end(), inside);
  return first != options_.tracked->end() && first->starts_with(inside);
}

Descriptor TreeSource::open_descriptor(const Target& target, int& error) const {
  constexpr int kReading = O_RDONLY | O_NONBLOCK | O_NOCTTY;
  const ScanRoot& root = roots_.all()[root_of(target.ticket)];
  if (root.kind != S_IFDIR) return roots_.open_file(root, kReading, error);
  Descriptor opened;
  const int directory = roots_.directory_of(root, opened, error);
  if (directory < 0) return {};
  const std::size_t skipped = root.shown.empty() ? 0 : root.shown.size() + 1;
  return opener_.open(directory, std::string_view(target.path).substr(skipped), kReading, error);
}

Descriptor TreeSource::open_beside(std::string_view path, int flags) const {
  if (!path.empty() && path.front() == '/') return {};
  for (std::string_view rest = path; !rest.empty();) {
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view segment = rest.substr(0, slash);
    if (segment.empty() || segment == "." || segment == "..") return {};
    rest.remove_prefix(std::min(slash + 1, rest.size()));
  }
  for (const ScanRoot& root : roots_.all()) {
    if (root.kind != S_IFDIR) continue;
    std::string_view below = path;
    if (!root.shown.empty()) {
      if (!below.starts_with(root.shown)) continue;
      below.remove_prefix(root.shown.size());
      if (!below.empty() && below.front() != '/') continue;
      if (!below.empty()) below.remove_prefix(1);
    }
    int error = 0;
    Descriptor opened;
    const int directory = roots_.directory_of(root, opened, error);
    if (directory < 0) continue;
    Descriptor found = below.empty() ? Descriptor(::openat(directory, ".", flags | O_CLOEXEC))
                                     : opener_.open(directory, below, flags, error);
    if (found.open()) return found;
  }
  return {};
}

std::optional<std::vector<std::string>> TreeSource::list_beside(std::string_view path,
                                                                std::size_t most) const {
  Descriptor folder = open_beside(path, O_RDONLY | O_DIRECTORY);
  if (!folder.open()) return std::nullopt;
  DIR* const listing = ::fdopendir(folder.release());
  if (listing == nullptr) return std::nullopt;
  std::optional<std::vector<std::string>> names;
  names.emplace();
  while (const dirent* entry = ::readdir(listing)) {
    if (names->size() >= most) {
      names.reset();
      break;
    }
    struct stat status;
    if (entry->d_type == DT_REG ||
        (entry->d_type == DT_UNKNOWN &&
         ::fstatat(::dirfd(listing), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISREG(status.st_mode)))
      names->emplace_back(entry->d_name);
  }
  ::closedir(listing);
  if (names) std::sort(names->begin(), names->end());
  return names;
}

std::optional<std::string> TreeSource::read_beside(std::string_view path, std::size_t most) const {
  if (path.empty()) return std::nullopt;
  const Descriptor file = open_beside(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  struct stat status;
  if (!file.open() || ::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  std::string text;
  char buffer[65536];
  for (;;) {
    const ssize_t count = ::read(file.number(), buffer, sizeof(buffer));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::nullopt;
    if (count == 0) return text;
    text.append(buffer, static_cast<std::size_t>(count));
    if (text.size() > most) return std::nullopt;
  }
}

Result<std::unique_ptr<TargetReader>> TreeSource::open(const Target& target) const {
  int error = 0;
  Descriptor file = open_descriptor(target, error);
  if (!file.open()) {
    if (error == ENOENT || error == ENOTDIR || error == ELOOP) {
      return Error(std::string("it was moved or replaced before it could be read: ") +
                   strerrordesc_np(error));
    }
    return Error(std::string("opening it failed: ") + strerrordesc_np(error));
  }
  struct stat status;
  if (::fstat(file.number(), &status) != 0) {
    return Error(std::string("opening it failed: ") + strerrordesc_np(errno));
  }
  if (!S_ISREG(status.st_mode) || ticket_for(root_of(target.ticket), identity_of(status)) != target.ticket) {
    return Error("it was replaced by another file before it could be read");
  }
  const std::uint64_t limit = options_.max_file_size.value_or(FileReader::kNoLimit);
  return std::unique_ptr<TargetReader>(std::make_unique<FileReader>(std::move(file), status, limit));
}

}  // namespace trawl
