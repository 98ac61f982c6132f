#include "engine/git/repository.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "engine/git/git_file.h"
#include "engine/git/paths.h"

namespace trawl {

namespace {

constexpr std::uint64_t kMaxConfigBytes = std::uint64_t{1} << 20;

bool looks_like_git_dir(const GuardedDirectory& directory) {
  return directory.has("HEAD") &&
         ((directory.has("objects") && directory.has("refs")) || directory.has("commondir"));
}

}  // namespace

Result<Repository> Repository::finish(GuardedDirectory git_dir, GuardedDirectory common_dir,
                                      std::optional<std::string> work_tree,
                                      const RepositoryOptions& options) {
  Repository repository(std::move(git_dir), std::move(common_dir), std::move(work_tree), options);
  const GuardedDirectory& common = repository.common_dir_;
  if (!options.object_directory.has_value()) {
    const Result<std::optional<GuardedDirectory>> objects = common.open_directory("objects");
    if (!objects.ok()) return objects.error();
    if (!objects->has_value()) return Error("'" + common.path() + "' has no objects: it is not a repository");
  }
  Result<std::optional<std::string>> config = common.read_file("config", kMaxConfigBytes);
  if (!config.ok()) return config.error();
  if (config->has_value()) {
    Result<RepositoryFormat> format = read_repository_format(**config);
    if (!format.ok()) return format.error().during("reading '" + common.path() + "/config'");
    repository.format_ = *format;
  }
  return repository;
}

Result<Repository> Repository::open(const std::string& git_dir, const RepositoryOptions& options) {
  const std::optional<std::string> path = canonical_path(git_dir);
  if (!path.has_value()) return Error("'" + git_dir + "': " + std::strerror(errno));
  Result<GuardedDirectory> directory = GuardedDirectory::open(*path);
  if (!directory.ok()) return directory.error();
  if (!looks_like_git_dir(*directory)) return Error("'" + git_dir + "' is not a git directory");
  if (directory->has("commondir")) {
    Result<GitFileTarget> target = open_worktree_git_dir(*directory);
    if (!target.ok()) return target.error();
    return finish(target->git_dir, target->common_dir, target->work_tree, options);
  }
  std::optional<std::string> work_tree;
  if (path->ends_with("/.git")) work_tree = parent_path(*path);
  return finish(*directory, *directory, std::move(work_tree), options);
}

Result<Repository> Repository::discover(const std::string& path, const RepositoryOptions& options) {
  std::optional<std::string> place = canonical_path(path);
  if (!place.has_value()) return Error("'" + path + "': " + std::strerror(errno));
  struct stat start{};
  if (::stat(place->c_str(), &start) != 0) return Error("'" + path + "': " + std::strerror(errno));
  if (!S_ISDIR(start.st_mode)) place = parent_path(*place);

  std::optional<dev_t> device;
  while (true) {
    struct stat here{};
    if (::stat(place->c_str(), &here) != 0) return Error("'" + *place + "': " + std::strerror(errno));
    if (device.has_value() && here.st_dev != *device) break;
    device = here.st_dev;

    const std::string dot_git = (*place == "/" ? "" : *place) + "/.git";
    struct stat status{};
    if (::lstat(dot_git.c_str(), &status) == 0) {
      if (S_ISDIR(status.st_mode)) {
        Result<GuardedDirectory> directory = GuardedDirectory::open(dot_git);
        if (!directory.ok()) return directory.error();
        // git passes over a `.git` that is no git directory (an empty one, say) and looks further up.
        if (looks_like_git_dir(*directory)) return finish(*directory, *directory, *place, options);
      } else if (S_ISREG(status.st_mode)) {
        if (!options.follow_git_file) {
          return Error("'" + dot_git + "' leads out of the work tree, and is not followed here");
        }
        Result<GitFileTarget> target = follow_git_file(*place);
        if (!target.ok()) return target.error().during("following '" + dot_git + "'");
        return finish(target->git_dir, target->common_dir, *place, options);
      } else {
        return Error("'" + dot_git + "' is neither a directory nor a regular file, and is not followed");
      }
    } else if (errno != ENOENT && errno != ENOTDIR) {
      return Error("'" + dot_git + "': " + std::strerror(errno));
    }

    const Result<GuardedDirectory> directory = GuardedDirectory::open(*place);
    if (directory.ok() && looks_like_git_dir(*directory)) return open(*place, options);
    if (*place == "/") break;
    place = parent_path(*place);
  }
  return Error("'" + path + "' is not in a git repository");
}

}  // namespace trawl
