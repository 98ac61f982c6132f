#include "tools/trawl/base_revision.h"

#include <climits>
#include <cstdlib>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/git/commit.h"
#include "engine/git/refs.h"
#include "engine/git/repository.h"
#include "engine/git/revision.h"
#include "engine/git/tree.h"

namespace trawl {
namespace {

constexpr std::uint64_t kMostTreeBytes = std::uint64_t{64} << 20;
constexpr std::size_t kShownDigits = 12;

// "a/b/" for the folder b of the folder a of a work tree.
Result<std::string> prefix_of(const std::string& folder, const std::string& top) {
  char* resolved = realpath(folder.empty() ? "." : folder.c_str(), nullptr);
  if (resolved == nullptr) return Error(fmt::format("{} cannot be resolved", folder));
  std::string path = resolved;
  std::free(resolved);
  if (path == top) return std::string();
  const std::string front = top.ends_with('/') ? top : top + "/";
  if (!path.starts_with(front)) return Error(fmt::format("{} is not in the work tree {}", path, top));
  return path.substr(front.size()) + "/";
}

// `A..B` as an argument of `range`: A. Of `A...B` the commit where both began would have to be looked for.
std::string_view begin_of_range(const CommandLine& command_line) {
  if (command_line.command != "range" || command_line.paths.size() != 1) return {};
  const std::string_view revision = command_line.paths.front();
  const std::size_t dots = revision.find("..");
  if (dots == std::string_view::npos || dots == 0 || revision.substr(dots).starts_with("...")) return {};
  return revision.substr(0, dots);
}

}  // namespace

Result<std::optional<BaseRevision>> BaseRevision::asked(const CommandLine& command_line,
                                                        const std::string& folder) {
  if (!command_line.untrusted) return std::optional<BaseRevision>();
  const std::string revision =
      command_line.base.empty() ? std::string(begin_of_range(command_line)) : command_line.base;
  if (revision.empty()) return std::optional<BaseRevision>();
  const auto failed = [&](const Error& error) {
    return error.during(fmt::format("the base revision '{}'", revision));
  };
  RepositoryOptions options;
  options.follow_git_file = command_line.command != "history";
  const Result<Repository> repository = Repository::discover(folder.empty() ? "." : folder, options);
  if (!repository) return failed(repository.error());
  const Result<Refs> refs = Refs::open(*repository);
  if (!refs) return failed(refs.error());
  Result<ObjectDatabase> database = ObjectDatabase::open(*repository);
  if (!database) return failed(database.error());
  const Result<ObjectId> commit = RevisionParser(*refs, *database).commit_named(revision);
  if (!commit) return failed(commit.error());
  const ObjectResult<Object> object = database->read(*commit);
  if (!object) return failed(object.error());
  const Result<Commit> parsed = parse_commit(database->format(), object->bytes);
  if (!parsed) return failed(parsed.error());
  std::string prefix;
  if (repository->work_tree()) {
    Result<std::string> found = prefix_of(folder, *repository->work_tree());
    if (!found) return failed(found.error());
    prefix = std::move(*found);
  }
  return std::optional(BaseRevision(std::move(*database), *commit, parsed->tree, std::move(prefix)));
}

Result<std::optional<std::string>> BaseRevision::read(std::string_view path, std::size_t most) const {
  std::string way = prefix_;
  while (path.starts_with("./")) path.remove_prefix(2);
  way += path;
  ObjectId at = tree_;
  std::string_view rest = way;
  while (true) {
    const std::size_t slash = rest.find('/');
    const std::string_view name = rest.substr(0, slash);
    if (name.empty() || name == "." || name == "..")
      return Error(fmt::format("'{}' is no path within the base revision", path));
    const ObjectResult<Object> tree = database_.read(at, kMostTreeBytes);
    if (!tree) return tree.error().during(shown(path));
    TreeCursor cursor(database_.format(), tree->bytes);
    std::optional<TreeEntry> found;
    while (true) {
      Result<std::optional<TreeEntry>> entry = cursor.next();
      if (!entry) return entry.error().during(shown(path));
      if (!*entry) break;
      if ((*entry)->name != name) continue;
      found = **entry;
      break;
    }
    if (!found) return std::optional<std::string>();
    if (slash != std::string_view::npos) {
      if (!is_tree_mode(found->mode)) return std::optional<std::string>();
      at = found->id;
      rest.remove_prefix(slash + 1);
      continue;
    }
    if (is_tree_mode(found->mode) || is_link_mode(found->mode) || is_submodule_mode(found->mode))
      return Error(fmt::format("{} is no regular file", shown(path)));
    ObjectResult<Object> object = database_.read(found->id, most);
    if (!object) return object.error().during(shown(path));
    return std::optional(std::move(object->bytes));
  }
}

std::string BaseRevision::shown(std::string_view path) const {
  return fmt::format("{}:{}", commit_.hex().substr(0, kShownDigits), path);
}

}  // namespace trawl
