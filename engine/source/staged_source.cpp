#include "engine/source/staged_source.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <utility>

#include "engine/git/index.h"
#include "engine/git/paths.h"
#include "engine/git/tree.h"
#include "engine/source/blob_reader.h"
#include "engine/source/file_reader.h"
#include "engine/source/scan_roots.h"

namespace trawl {
namespace {

// Renames are looked for among so many deleted files, of so many bytes in all.
constexpr std::size_t kMaxOrigins = 200;
constexpr std::uint64_t kMaxOriginBytes = std::uint64_t{64} << 20;

// The name of the index below the git directory.
Result<std::string> index_name(const Repository& repository, const std::optional<std::string>& index_file) {
  if (!index_file.has_value()) return std::string("index");
  const std::string full = resolved_from(*repository.work_tree(), *index_file);
  const std::size_t slash = full.rfind('/');
  const std::optional<std::string> folder = canonical_path(full.substr(0, slash + 1));
  const std::string& git_dir = repository.git_dir().path();
  if (!folder.has_value() || !lies_within(git_dir, *folder)) {
    return Error("the index file '" + *index_file + "' does not lie in the git directory '" + git_dir + "'");
  }
  const std::string name = full.substr(slash + 1);
  if (*folder == git_dir) return name;
  return folder->substr(git_dir.size() + 1) + '/' + name;
}

}  // namespace

StagedSource::StagedSource(StagedOptions options, Repository repository, ObjectDatabase database)
    : options_(std::move(options)),
      repository_(std::move(repository)),
      database_(std::move(database)),
      omissions_(options_.notifications_per_reason) {}

Result<std::unique_ptr<StagedSource>> StagedSource::create(StagedOptions options) {
  Result<Repository> repository = Repository::discover(options.directory, options.repository);
  if (!repository) return repository.error();
  if (!repository->work_tree().has_value()) {
    return Error("'" + repository->git_dir().path() + "' is a bare repository: nothing can be staged in it");
  }
  const Result<std::string> name = index_name(*repository, options.index_file);
  if (!name) return name.error();
  Result<ObjectDatabase> database = ObjectDatabase::open(*repository);
  if (!database) return database.error();
  const Result<Index> index = Index::read(*repository, *name);
  if (!index) return index.error();

  std::unique_ptr<StagedSource> source(
      new StagedSource(std::move(options), std::move(*repository), std::move(*database)));
  source->index_name_ = *name;
  if (Result<void> collected = source->collect(*index); !collected) return collected.error();
  return source;
}

Result<std::vector<Target>> StagedSource::files_beside(
    const std::function<bool(std::string_view)>& wanted) const {
  const Result<Index> index = Index::read(repository_, index_name_);
  if (!index) return index.error();
  std::vector<Target> files;
  const auto add = [&](std::string_view path, const ObjectId& id) {
    if (!wanted(path) || (!files.empty() && files.back().path == path)) return;
    Target target;
    target.path = path;
    target.blob_id = id.hex();
    files.push_back(std::move(target));
  };
  for (const IndexEntry& entry : index->entries()) {
    if (entry.intent_to_add || entry.stage == 1 || is_link_mode(entry.mode) || is_submodule_mode(entry.mode))
      continue;
    if (!is_tree_mode(entry.mode)) {
      add(entry.path, entry.id);
      continue;
    }
    // A directory that a sparse index holds as one entry.
    TreeWalker walker(database_, entry.id, std::string(entry.path));
    while (true) {
      const ObjectResult<std::optional<TreePath>> next = walker.next();
      if (!next) return next.error();
      if (!next->has_value()) break;
      if (!is_link_mode((*next)->mode) && !is_submodule_mode((*next)->mode)) add((*next)->path, (*next)->id);
    }
  }
  return files;
}

Result<void> StagedSource::collect(const Index& index) {
  Result<IndexChanges> changes =
      changes_of_index(repository_, database_, index, {.trust_cache_tree = options_.trust_cache_tree});
  if (!changes) return changes.error();
  deleted_ = std::move(changes->deleted);
  if (!options_.paths.has_value()) {
    for (StagedBlob& blob : changes->blobs) entries_.push_back({blob.path, std::move(blob)});
    intent_to_add_ = std::move(changes->intent_to_add);
    submodules_ = std::move(changes->submodules);
    unchanged_ = changes->unchanged + changes->moved.size();
    return {};
  }
  // Renamed files too: what was named is read.
  for (StagedBlob& blob : changes->blobs) entries_.push_back({blob.path, std::move(blob)});
  for (StagedBlob& blob : changes->moved) entries_.push_back({blob.path, std::move(blob)});
  return collect_paths(index);
}

Result<void> StagedSource::collect_paths(const Index& index) {
  top_ = Descriptor(::open(repository_.work_tree()->c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!top_.open()) return Error("opening '" + *repository_.work_tree() + "': " + strerrordesc_np(errno));
  const std::optional<std::string> here = canonical_path(options_.directory);
  if (!here.has_value()) return Error("'" + options_.directory + "': " + strerrordesc_np(errno));
  here_ = *here;

  std::multimap<std::string, StagedBlob> staged;
  for (Entry& entry : entries_) staged.emplace(std::move(entry.path), std::move(*entry.blob));
  entries_.clear();
  std::vector<std::string> wanted;
  for (const std::string& path : *options_.paths) {
    if (std::optional<std::string> inside = path_in_work_tree(path)) {
      wanted.push_back(std::move(*inside));
    } else {
      outside_.push_back(path);
    }
  }
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  for (const std::string& path : wanted) {
    const auto [begin, end] = staged.equal_range(path);
    for (auto blob = begin; blob != end; ++blob) entries_.push_back({path, blob->second});
    if (begin != end) continue;
    const auto entry =
        std::lower_bound(index.entries().begin(), index.entries().end(), path,
                         [](const IndexEntry& left, const std::string& right) { return left.path < right; });
    if (entry != index.entries().end() && entry->path == path && is_submodule_mode(entry->mode)) {
      submodules_.push_back(path);
    } else {
      entries_.push_back({path, std::nullopt});
    }
  }
  return {};
}

// The path from the top of the work tree; nothing for one outside.
std::optional<std::string> StagedSource::path_in_work_tree(const std::string& path) const {
  const std::string& top = *repository_.work_tree();
  std::string full = '/' + normalised_path(resolved_from(here_, path));
  if (!full.starts_with(top + '/') && path.starts_with('/')) {
    // An absolute path may come to the work tree through a link.
    const std::size_t slash = full.rfind('/');
    const std::optional<std::string> folder = canonical_path(full.substr(0, slash + 1));
    if (folder.has_value()) full = *folder + full.substr(slash);
  }
  if (!full.starts_with(top + '/')) return std::nullopt;
  return full.substr(top.size() + 1);
}

std::optional<Target> StagedSource::next(std::vector<Notification>& notifications, Coverage& coverage) {
  if (!std::exchange(started_, true)) {
    coverage.files_unchanged += unchanged_;
    for (const std::string& path : outside_) {
      omissions_.tell(
          notify(Reason::kUnreadableFile, path, "It does not lie in the work tree of the repository."),
          notifications, coverage);
    }
    for (const std::string& path : submodules_) {
      omissions_.tell(notify(Reason::kNestedRepository, path,
                             "A submodule is a repository of its own; scan it by itself."),
                      notifications, coverage);
    }
    for (const std::string& path : intent_to_add_) {
      omissions_.tell(
          notify(Reason::kExcluded, path, "It was added by 'git add -N': none of its content is staged."),
          notifications, coverage);
    }
  }
  while (next_ < entries_.size()) {
    Target target;
    target.ticket = next_;
    const Entry& entry = entries_[next_++];
    target.path = entry.path;
    const bool readable = entry.blob.has_value() ? is_readable(entry, target, notifications, coverage)
                                                 : is_file(entry, target, notifications, coverage);
    if (!readable) continue;
    ++coverage.files_met;
    return target;
  }
  if (!std::exchange(finished_, true)) omissions_.finish(notifications);
  return std::nullopt;
}

bool StagedSource::is_readable(const Entry& entry, Target& target, std::vector<Notification>& notifications,
                               Coverage& coverage) {
  const ObjectResult<ObjectHeader> header = database_.header(entry.blob->id);
  target.blob_id = entry.blob->id.hex();
  if (header && header->type == ObjectType::kBlob && header->size <= options_.max_blob_size) {
    target.size_hint = header->size;
    return true;
  }
  Notification notification;
  if (header && header->type == ObjectType::kBlob) {
    notification = notify(Reason::kFileTooLarge, entry.path,
                          "Its staged blob has " + std::to_string(header->size) + " bytes; the limit is " +
                              std::to_string(options_.max_blob_size) + ".");
  } else if (header) {
    notification =
        notify(Reason::kCorruptObject, entry.path, "Its staged object " + target.blob_id + " is no blob.");
  } else {
    const bool absent = header.fault() == ObjectFault::kMissing;
    notification = notify(absent ? Reason::kMissingObject : Reason::kCorruptObject, entry.path,
                          "Its staged blob could not be read: " + header.error().sentence() + ".");
  }
  omissions_.tell(std::move(notification), notifications, coverage);
  return false;
}

bool StagedSource::is_deleted(const std::string& path) const {
  const auto found =
      std::lower_bound(deleted_.begin(), deleted_.end(), path,
                       [](const DeletedBlob& blob, const std::string& name) { return blob.path < name; });
  return found != deleted_.end() && found->path == path;
}

bool StagedSource::is_file(const Entry& entry, Target& target, std::vector<Notification>& notifications,
                           Coverage& coverage) {
  int error = 0;
  const Descriptor file = opener_.open(top_.number(), entry.path, O_PATH, error);
  struct stat status{};
  if (file.open() && ::fstat(file.number(), &status) != 0) error = errno;
  if (error == ENOENT && is_deleted(entry.path)) {
    omissions_.tell(notify(Reason::kExcluded, entry.path, "The change deletes it."), notifications, coverage);
    return false;
  }
  if (error != 0) {
    omissions_.tell(notify(Reason::kUnreadableFile, entry.path,
                           std::string("It could not be opened: ") + strerrordesc_np(error) + "."),
                    notifications, coverage);
    return false;
  }
  if (S_ISREG(status.st_mode)) {
    target.size_hint = static_cast<std::uint64_t>(status.st_size);
    return true;
  }
  if (S_ISLNK(status.st_mode)) {
    omissions_.count(Reason::kSymbolicLink, entry.path, coverage);
  } else if (S_ISDIR(status.st_mode)) {
    omissions_.tell(notify(Reason::kUnreadableDirectory, entry.path, "Only files can be named here."),
                    notifications, coverage);
  } else {
    omissions_.count(Reason::kSpecialFile, entry.path, coverage);
  }
  return false;
}

Result<std::unique_ptr<TargetReader>> StagedSource::open(const Target& target) const {
  const Entry& entry = entries_[target.ticket];
  if (entry.blob.has_value()) return open_blob(database_, entry.blob->id);

  int error = 0;
  Descriptor file = opener_.open(top_.number(), entry.path, O_RDONLY | O_NONBLOCK | O_NOCTTY, error);
  struct stat status{};
  if (file.open() && ::fstat(file.number(), &status) != 0) error = errno;
  if (error != 0) return Error(std::string("it could not be opened: ") + strerrordesc_np(error));
  if (!S_ISREG(status.st_mode)) return Error("it is no regular file any more");
  return std::unique_ptr<TargetReader>(
      std::make_unique<FileReader>(std::move(file), status, options_.max_blob_size));
}

Reason StagedSource::reason_of_failure(const Target& target) const {
  const Entry& entry = entries_[target.ticket];
  if (!entry.blob.has_value()) return Reason::kUnreadableFile;
  const ObjectResult<Object> object = database_.read(entry.blob->id);
  if (!object && object.fault() == ObjectFault::kMissing) return Reason::kMissingObject;
  if (!object && object.fault() == ObjectFault::kTooLarge) {
    // A plain object of that size is streamed; what failed then is its content.
    return database_.stream(entry.blob->id) ? Reason::kCorruptObject : Reason::kFileTooLarge;
  }
  return Reason::kCorruptObject;
}

bool StagedSource::has_new_name(const Target& target) const {
  const Entry& entry = entries_[target.ticket];
  return !entry.blob.has_value() || !entry.blob->head_blob.has_value();
}

Result<std::string> StagedSource::read_blob(const ObjectId& id) const {
  ObjectResult<Object> object = database_.read(id);
  if (!object) return object.error();
  if (object->type != ObjectType::kBlob) return Error("object " + id.hex() + " is no blob");
  return std::move(object->bytes);
}

Result<std::optional<std::string>> StagedSource::rename_origin_of(const std::string& text) const {
  std::vector<std::string> texts;
  std::uint64_t bytes = 0;
  for (const DeletedBlob& deleted : deleted_) {
    if (texts.size() == kMaxOrigins) break;
    const ObjectResult<ObjectHeader> header = database_.header(deleted.id);
    // One that cannot be read, or whose size rules it out, is not what the text was made from.
    if (!header || header->size / 8 > text.size() || text.size() / 8 > header->size) continue;
    if (header->size > kMaxOriginBytes - bytes) break;
    Result<std::string> origin = read_blob(deleted.id);
    if (!origin) continue;
    bytes += origin->size();
    texts.push_back(std::move(*origin));
  }
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  const std::optional<std::size_t> found = find_rename_origin(text, views);
  if (!found.has_value()) return std::optional<std::string>();
  return std::optional(std::move(texts[*found]));
}

Result<std::vector<LineRange>> StagedSource::added_lines_of(const Target& target) const {
  const Entry& entry = entries_[target.ticket];
  const std::vector<LineRange> all = {kAllLines};
  if (!entry.blob.has_value()) return all;
  if (target.size_hint > kMaxDiffBytes) return all;
  const Result<std::string> text = read_blob(entry.blob->id);
  if (!text) return text.error();
  if (entry.blob->head_blob.has_value()) {
    const ObjectResult<ObjectHeader> header = database_.header(*entry.blob->head_blob);
    if (!header) return header.error();
    if (header->size > kMaxDiffBytes) return all;
    const Result<std::string> old = read_blob(*entry.blob->head_blob);
    if (!old) return old.error();
    return added_lines(*old, *text);
  }
  const Result<std::optional<std::string>> origin = rename_origin_of(*text);
  if (!origin) return origin.error();
  if (!origin->has_value()) return all;
  return added_lines(**origin, *text);
}

}  // namespace trawl
