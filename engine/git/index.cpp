#include "engine/git/index.h"

#include <utility>

#include "engine/git/index_file.h"

namespace trawl {

namespace {

Result<std::optional<IndexFile>> read_index_file(const Repository& repository, const std::string& name) {
  Result<std::optional<std::string>> bytes = repository.git_dir().read_file(name, Index::kMaxBytes);
  if (!bytes.ok()) return bytes.error();
  if (!bytes->has_value()) return std::optional<IndexFile>();
  Result<IndexFile> file =
      parse_index_file(repository.object_format(), std::make_shared<const std::string>(std::move(**bytes)));
  if (!file.ok()) return file.error().during("index '" + repository.git_dir().path() + "/" + name + "'");
  return std::optional(std::move(*file));
}

bool in_order(std::span<const IndexEntry> entries) {
  for (std::size_t i = 1; i < entries.size(); ++i) {
    const int order = entries[i - 1].path.compare(entries[i].path);
    if (order > 0 || (order == 0 && entries[i - 1].stage >= entries[i].stage)) return false;
  }
  return true;
}

}  // namespace

Result<Index> Index::read(const Repository& repository, const std::string& name) {
  Result<std::optional<IndexFile>> file = read_index_file(repository, name);
  if (!file.ok()) return file.error();
  Index index;
  if (!file->has_value()) return index;
  IndexFile& own = **file;
  const std::string activity = "index '" + repository.git_dir().path() + "/" + name + "'";

  if (own.link.has_value() && !own.link->base.is_null()) {
    const std::string base_name = "sharedindex." + own.link->base.hex();
    Result<std::optional<IndexFile>> base = read_index_file(repository, base_name);
    if (!base.ok()) return base.error();
    if (!base->has_value()) return Error(activity + ": its shared index '" + base_name + "' is missing");
    // A shared index has a checksum always: its name is the checksum.
    if ((*base)->checksum != own.link->base || (*base)->link.has_value()) {
      return Error(activity + ": its shared index '" + base_name + "' is another one");
    }
    Result<std::vector<IndexEntry>> merged = merge_split_index(own, std::move((*base)->entries));
    if (!merged.ok()) return merged.error().during(activity);
    index.entries_ = std::move(*merged);
    index.kept_ = std::move((*base)->kept);
  } else if (own.link.has_value()) {
    Result<std::vector<IndexEntry>> merged = merge_split_index(own, {});
    if (!merged.ok()) return merged.error().during(activity);
    index.entries_ = std::move(*merged);
  } else {
    index.entries_ = std::move(own.entries);
  }
  if (!in_order(index.entries_)) return Error(activity + ": its entries are out of order");
  index.cache_tree_ = std::move(own.cache_tree);
  index.kept_.insert(index.kept_.end(), own.kept.begin(), own.kept.end());
  return index;
}

}  // namespace trawl
