#include "engine/git/surface/nested_repositories.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/git/surface/file_walk.h"

namespace trawl {

namespace {

constexpr std::size_t kMaxNames = 1'000'000;

void add_modules(const GuardedDirectory& git_dir, std::vector<NestedRepository>& found,
                 std::vector<Notification>& notifications) {
  const auto lost = [&](const std::string& place, const Error& error) {
    notifications.push_back(notify(Reason::kUnreadableDirectory, place, error.sentence()));
  };
  const Result<std::optional<GuardedDirectory>> modules = git_dir.open_directory("modules");
  if (!modules.ok()) return lost("modules", modules.error());
  if (!modules->has_value()) return;
  // A submodule's name may hold "/": folders that are no git directories are searched on.
  std::vector<std::string> open = {""};
  std::size_t seen = 0;
  while (!open.empty()) {
    const std::string here = std::move(open.back());
    open.pop_back();
    const Result<std::optional<GuardedDirectory>> directory =
        here.empty() ? modules : (*modules)->open_directory(here);
    if (!directory.ok()) {
      lost("modules/" + here, directory.error());
      continue;
    }
    if (!directory->has_value()) continue;
    const GuardedDirectory& place = **directory;
    if (place.has("HEAD") && place.has("objects") && place.has("refs")) {
      found.push_back({here, place.path()});
      continue;
    }
    const Result<std::vector<std::string>> names = place.names(kMaxNames - seen);
    if (!names.ok()) {
      lost("modules/" + here, names.error());
      continue;
    }
    seen += names->size();
    for (const std::string& name : *names) {
      const Result<std::optional<GuardedFile>> file = place.open_file(name);
      if (!file.ok()) open.push_back(here.empty() ? name : std::string(here).append("/").append(name));
    }
  }
}

bool is_oid(std::string_view name) {
  return name.size() == 64 && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

std::vector<NestedRepository> nested_repositories(const Repository& repository,
                                                  std::vector<Notification>& notifications) {
  std::vector<NestedRepository> found;
  const GuardedDirectory& common = repository.common_dir();
  add_modules(common, found, notifications);
  if (const Result<std::optional<GuardedDirectory>> worktrees = common.open_directory("worktrees");
      worktrees.ok() && worktrees->has_value()) {
    const Result<std::vector<std::string>> names = (*worktrees)->names(kMaxNames);
    for (const std::string& name : names.ok() ? *names : std::vector<std::string>()) {
      const Result<std::optional<GuardedDirectory>> git_dir = (*worktrees)->open_directory(name);
      if (git_dir.ok() && git_dir->has_value()) add_modules(**git_dir, found, notifications);
    }
  }
  std::sort(found.begin(), found.end(), [](const NestedRepository& a, const NestedRepository& b) {
    return std::tie(a.name, a.git_dir) < std::tie(b.name, b.git_dir);
  });
  return found;
}

std::vector<LfsObject> lfs_objects(const Repository& repository, std::vector<Notification>& notifications) {
  std::vector<LfsObject> objects;
  std::vector<std::string> problems;
  const GuardedDirectory& common = repository.common_dir();
  for (const std::string& path : files_below(common, "lfs/objects", kMaxNames, problems)) {
    const std::string name = path.substr(path.rfind('/') + 1);
    const Result<std::optional<GuardedFile>> file = common.open_file(path);
    if (!file.ok() || !file->has_value() || !is_oid(name)) {
      problems.push_back("'" + path + "' is no object of git-lfs");
    } else {
      objects.push_back({name, path, (*file)->size()});
    }
  }
  for (const std::string& problem : problems) {
    notifications.push_back(notify(Reason::kUnreadableFile, "lfs/objects", problem));
  }
  return objects;
}

std::string lfs_pointer_of(const LfsObject& object) {
  return "version https://git-lfs.github.com/spec/v1\noid sha256:" + object.oid + "\nsize " +
         std::to_string(object.size) + "\n";
}

}  // namespace trawl
