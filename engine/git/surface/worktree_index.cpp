#include "engine/git/surface/worktree_index.h"

#include <optional>
#include <utility>

namespace trawl {

namespace {

constexpr std::size_t kMaxWorktrees = 10'000;

void read_index(const std::string& git_dir, const std::string& worktree, const RepositoryOptions& options,
                std::vector<WorktreeIndex>& indexes, std::vector<Notification>& notifications) {
  const std::string shown = worktree.empty() ? "index" : "worktrees/" + worktree + "/index";
  const auto lost = [&](const Error& error) {
    notifications.push_back(
        notify(Reason::kUnreadableFile, shown, "It is not known what is staged there: " + error.sentence()));
  };
  const Result<Repository> repository = Repository::open(git_dir, options);
  if (!repository.ok()) return lost(repository.error());
  if (!repository->git_dir().has("index")) return;
  Result<Index> index = Index::read(*repository);
  if (!index.ok()) return lost(index.error());
  indexes.push_back({worktree, std::move(*index)});
}

}  // namespace

std::vector<WorktreeIndex> read_worktree_indexes(const Repository& repository,
                                                 std::vector<Notification>& notifications) {
  std::vector<WorktreeIndex> indexes;
  const GuardedDirectory& common = repository.common_dir();
  read_index(common.path(), "", repository.options(), indexes, notifications);
  const Result<std::optional<GuardedDirectory>> folder = common.open_directory("worktrees");
  if (folder.ok() && !folder->has_value()) return indexes;
  const Result<std::vector<std::string>> names =
      folder.ok() ? (*folder)->names(kMaxWorktrees) : Result<std::vector<std::string>>(folder.error());
  if (!names.ok()) {
    notifications.push_back(notify(Reason::kUnreadableDirectory, "worktrees", names.error().sentence()));
    return indexes;
  }
  for (const std::string& name : *names) {
    read_index(common.path() + "/worktrees/" + name, name, repository.options(), indexes, notifications);
  }
  return indexes;
}

}  // namespace trawl
