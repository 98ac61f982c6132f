#include "engine/git/tracked_paths.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/git/index.h"
#include "engine/git/object_database.h"
#include "engine/git/tree.h"

namespace trawl {

namespace {

// An enemy's trees can name one subtree many times over, at many levels.
constexpr std::size_t kMaxPaths = 20000000;

Result<void> add_below(const ObjectDatabase& database, const IndexEntry& directory,
                       std::vector<std::string>& paths) {
  TreeWalker walker(database, directory.id, std::string(directory.path));
  while (true) {
    ObjectResult<std::optional<TreePath>> found = walker.next();
    if (!found.ok()) return found.error();
    if (!found->has_value()) return {};
    if (paths.size() == kMaxPaths) return Error("more than 20000000 paths are tracked");
    paths.push_back(std::move((*found)->path));
  }
}

}  // namespace

Result<std::vector<std::string>> tracked_paths(const Repository& repository) {
  if (!repository.work_tree().has_value()) {
    return Error("'" + repository.git_dir().path() + "' has no work tree, so nothing in it is tracked");
  }
  const Result<GuardedDirectory> top = GuardedDirectory::open(*repository.work_tree());
  if (!top.ok()) return top.error();
  const Result<Index> index = Index::read(repository);
  if (!index.ok()) return index.error();

  std::optional<ObjectDatabase> database;
  std::vector<std::string> paths;
  paths.reserve(index->entries().size());
  for (const IndexEntry& entry : index->entries()) {
    if (!is_tree_mode(entry.mode)) {
      paths.emplace_back(entry.path);
    } else if (top->has(std::string(entry.path.substr(0, entry.path.size() - 1)))) {
      if (!database.has_value()) {
        Result<ObjectDatabase> opened = ObjectDatabase::open(repository);
        if (!opened.ok()) return opened.error();
        database.emplace(std::move(*opened));
      }
      if (Result<void> added = add_below(*database, entry, paths); !added.ok()) return added.error();
    }
  }
  // Sorted already but for what came out of trees; a conflict names its path up to three times.
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

}  // namespace trawl
