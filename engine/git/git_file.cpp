#include "engine/git/git_file.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "engine/git/paths.h"

namespace trawl {

namespace {

constexpr std::uint64_t kMaxPathFile = std::uint64_t{64} << 10;

// One line that holds a path.
Result<std::string> read_path(const GuardedDirectory& directory, const std::string& name) {
  Result<std::optional<std::string>> text = directory.read_file(name, kMaxPathFile);
  if (!text.ok()) return text.error();
  if (!text->has_value()) return Error("'" + directory.path() + "/" + name + "' is missing");
  std::string path = std::move(**text);
  while (!path.empty() && (path.back() == '\n' || path.back() == '\r')) path.pop_back();
  if (path.empty() || path.find('\0') != std::string::npos) {
    return Error("'" + directory.path() + "/" + name + "' holds no path");
  }
  return path;
}

bool same_file(const std::string& a, const std::string& b) {
  struct stat first{};
  struct stat second{};
  return ::lstat(a.c_str(), &first) == 0 && ::lstat(b.c_str(), &second) == 0 &&
         first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

// The canonical path that the `.git` file of `work_tree` names.
Result<std::string> target_of(const std::string& work_tree) {
  Result<GuardedDirectory> top = GuardedDirectory::open(work_tree);
  if (!top.ok()) return top.error();
  Result<std::string> text = read_path(*top, ".git");
  if (!text.ok()) return text.error();
  constexpr std::string_view kKey = "gitdir: ";
  if (!text->starts_with(kKey)) return Error("it does not say 'gitdir: PATH'");
  const std::string named = text->substr(kKey.size());
  const std::optional<std::string> target = canonical_path(resolved_from(work_tree, named));
  if (!target.has_value()) return Error("it names '" + named + "': " + std::strerror(errno));
  return *target;
}

// A linked worktree's git directory at `path`, if it names `dot_git` back.
Result<GitFileTarget> linked_worktree(const std::string& path, const std::string& dot_git) {
  Result<GuardedDirectory> git_dir = GuardedDirectory::open(path);
  if (!git_dir.ok()) return git_dir.error();
  Result<std::string> back_link = read_path(*git_dir, "gitdir");
  if (!back_link.ok()) return back_link.error();
  if (!same_file(resolved_from(path, *back_link), dot_git)) {
    return Error("'" + path + "' belongs to another work tree; it is not followed");
  }
  return open_worktree_git_dir(*git_dir);
}

// The git directory of the work tree at `top`, for the sake of its `modules`; nothing where there is none.
std::optional<std::string> git_dir_of_superproject(const std::string& top) {
  std::string dot_git = (top == "/" ? "" : top) + "/.git";
  struct stat status{};
  if (::lstat(dot_git.c_str(), &status) != 0) return std::nullopt;
  if (S_ISDIR(status.st_mode)) return dot_git;
  if (!S_ISREG(status.st_mode)) return std::nullopt;
  const Result<std::string> target = target_of(top);
  if (!target.ok() || !linked_worktree(*target, dot_git).ok()) return std::nullopt;
  return *target;
}

}  // namespace

Result<GitFileTarget> open_worktree_git_dir(const GuardedDirectory& git_dir) {
  Result<std::string> common_path = read_path(git_dir, "commondir");
  if (!common_path.ok()) return common_path.error();
  Result<std::string> back_link = read_path(git_dir, "gitdir");
  if (!back_link.ok()) return back_link.error();

  // git always puts it there; any other place would lead to a store that this repository does not own.
  const std::string worktrees = parent_path(git_dir.path());
  const std::string expected = parent_path(worktrees);
  const std::optional<std::string> named = canonical_path(resolved_from(git_dir.path(), *common_path));
  if (!worktrees.ends_with("/worktrees") || named != expected) {
    return Error("'" + git_dir.path() +
                 "/commondir' does not name the repository that the directory lies in");
  }
  Result<GuardedDirectory> common = GuardedDirectory::open(expected);
  if (!common.ok()) return common.error();
  GitFileTarget target{git_dir, *common, std::nullopt};
  const std::string dot_git = resolved_from(git_dir.path(), *back_link);
  if (dot_git.ends_with("/.git")) target.work_tree = canonical_path(parent_path(dot_git));
  return target;
}

Result<GitFileTarget> follow_git_file(const std::string& work_tree) {
  const Result<std::string> target = target_of(work_tree);
  if (!target.ok()) return target.error();

  Result<GitFileTarget> worktree = linked_worktree(*target, work_tree + "/.git");
  if (worktree.ok()) return worktree;

  for (std::string place = work_tree; place != "/";) {
    place = parent_path(place);
    const std::optional<std::string> super = git_dir_of_superproject(place);
    if (!super.has_value() || !target->starts_with(*super + "/modules/")) continue;
    const Result<GuardedDirectory> super_dir = GuardedDirectory::open(*super);
    if (!super_dir.ok()) return super_dir.error();
    const Result<std::optional<GuardedDirectory>> git_dir =
        super_dir->open_directory(target->substr(super->size() + 1));
    if (!git_dir.ok()) return git_dir.error();
    if (!git_dir->has_value()) return Error("'" + *target + "' does not exist");
    return GitFileTarget{**git_dir, **git_dir, std::nullopt};
  }
  return Error(
      "it leads to '" + *target +
      "', which is neither a linked worktree of this directory nor a submodule of a repository above");
}

}  // namespace trawl
