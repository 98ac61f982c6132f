#include "engine/git/hooks_path.h"

#include <git2.h>
#include <git2/sys/config.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>

#include "engine/base/glob.h"
#include "engine/base/handle.h"
#include "engine/git/paths.h"
#include "engine/git/refs.h"

extern "C" {
bool trawl_libgit2_has_network();
// libgit2's parser of configuration on text in memory. It follows no include. Not in its public headers; the
// build checks the version of the library.
int git_config_backend_from_string(git_config_backend** out, const char* text, size_t size);
}

namespace trawl {
namespace {

constexpr std::uint64_t kMaxConfigBytes = std::uint64_t{1} << 20;
constexpr int kMaxIncludeDepth = 10;  // git's own limit
constexpr int kMaxFiles = 1000;       // includes fan out: ten levels of a hundred each would never end

using Config = std::unique_ptr<git_config, FreeWith<git_config_free>>;
using ConfigIterator = std::unique_ptr<git_config_iterator, FreeWith<git_config_iterator_free>>;

class Libgit2 {
 public:
  Libgit2() : ready_(!trawl_libgit2_has_network() && git_libgit2_init() > 0) {}
  Libgit2(const Libgit2&) = delete;
  Libgit2& operator=(const Libgit2&) = delete;
  ~Libgit2() {
    if (ready_) git_libgit2_shutdown();
  }
  [[nodiscard]] bool ready() const { return ready_; }

 private:
  bool ready_;
};

Error libgit2_failure(const std::string& file) {
  const git_error* error = git_error_last();
  return Error("'" + file +
               "': " + (error != nullptr && error->message != nullptr ? error->message : "not read"));
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

/// Reads configuration files in the order of their weight and keeps the last core.hooksPath.
class HooksPathReader {
 public:
  HooksPathReader(const GitEnvironment& environment, const Repository* repository)
      : environment_(environment), repository_(repository) {}

  Result<void> read_user_files() {
    if (environment_.system_file) {
      if (auto read = read_file(*environment_.system_file, 0); !read) return read;
    }
    if (environment_.global_file) return read_file(*environment_.global_file, 0);
    const std::string& home = environment_.home;
    const std::string xdg = environment_.xdg_config_home.empty() && !home.empty()
                                ? home + "/.config"
                                : environment_.xdg_config_home;
    if (!xdg.empty()) {
      if (auto read = read_file(xdg + "/git/config", 0); !read) return read;
    }
    return home.empty() ? Result<void>() : read_file(home + "/.gitconfig", 0);
  }

  Result<void> read_repository_files() {
    if (auto read = read_file(repository_->common_dir().path() + "/config", 0); !read) return read;
    if (!worktree_config_) return {};
    return read_file(repository_->git_dir().path() + "/config.worktree", 0);
  }

  Result<void> read_settings() {
    for (const auto& [key, value] : environment_.settings) {
      if (lower(key) == "core.hookspath") set(value, "GIT_CONFIG_COUNT");
    }
    return {};
  }

  [[nodiscard]] const std::optional<std::string>& value() const { return value_; }
  [[nodiscard]] const std::string& set_by() const { return set_by_; }

  /// What core.hooksPath comes to; relative where it is written so.
  [[nodiscard]] Result<std::string> folder() const {
    if (value_->empty()) return Error(set_by_ + ": core.hooksPath is empty: git would look for hooks in '/'");
    return interpolated(*value_, set_by_);
  }

 private:
  void set(std::string value, std::string file) {
    value_ = std::move(value);
    set_by_ = std::move(file);
  }

  [[nodiscard]] Result<std::string> interpolated(const std::string& path, const std::string& file) const {
    if (path.starts_with("~/") && !environment_.home.empty()) return environment_.home + path.substr(1);
    if (path.starts_with('~') || path.starts_with("%(prefix)/")) {
      return Error(file + ": '" + path + "' cannot be resolved here; write the path out");
    }
    return path;
  }

  // The text of a file; nothing where there is none. The user's own files may be links.
  static Result<std::optional<std::string>> text_of(const std::string& file) {
    const std::optional<std::string> path = canonical_path(file);
    if (!path) {
      if (errno == ENOENT || errno == ENOTDIR || errno == EACCES) return std::optional<std::string>();
      return Error("'" + file + "' cannot be resolved");
    }
    if (*path == "/dev/null") return std::optional<std::string>();
    const Result<GuardedDirectory> folder = GuardedDirectory::open(parent_path(*path));
    if (!folder) return folder.error();
    return folder->read_file(path->substr(path->rfind('/') + 1), kMaxConfigBytes);
  }

  Result<void> read_file(const std::string& file, int depth) {
    if (depth > kMaxIncludeDepth || ++files_ > kMaxFiles) {
      return Error("'" + file +
                   "': includes of git's configuration go too deep; do they include each other?");
    }
    const Result<std::optional<std::string>> text = text_of(file);
    if (!text) return text.error().during("reading git's configuration");
    if (!*text) return {};

    git_config* raw = nullptr;
    if (git_config_new(&raw) != 0) return libgit2_failure(file);
    const Config config(raw);
    git_config_backend* backend = nullptr;
    if (git_config_backend_from_string(&backend, (*text)->data(), (*text)->size()) != 0)
      return libgit2_failure(file);
    if (git_config_add_backend(config.get(), backend, GIT_CONFIG_LEVEL_APP, nullptr, 0) != 0) {
      backend->free(backend);
      return libgit2_failure(file);
    }
    git_config_iterator* raw_iterator = nullptr;
    if (git_config_iterator_new(&raw_iterator, config.get()) != 0) return libgit2_failure(file);
    const ConfigIterator iterator(raw_iterator);
    git_config_entry* entry = nullptr;
    int next = 0;
    while ((next = git_config_next(&entry, iterator.get())) == 0) {
      if (auto read = read_entry(entry->name, entry->value, file, depth); !read) return read;
    }
    return next == GIT_ITEROVER ? Result<void>() : libgit2_failure(file);
  }

  Result<void> read_entry(std::string_view name, const char* value, const std::string& file, int depth) {
    if (name == "extensions.worktreeconfig") {
      int on = 0;
      worktree_config_ = git_config_parse_bool(&on, value) == 0 && on != 0;
      return {};
    }
    const bool include = name == "include.path";
    const bool conditional = name.starts_with("includeif.") && name.ends_with(".path");
    if (name != "core.hookspath" && !include && !conditional) return {};
    if (value == nullptr) return Error("'" + file + "': " + std::string(name) + " has no value");
    if (name == "core.hookspath") {
      set(value, file);
      return {};
    }
    std::string_view condition;
    if (conditional) {
      name.remove_prefix(std::string_view("includeif.").size());
      condition = name.substr(0, name.size() - std::min(name.size(), std::string_view(".path").size()));
    }
    const Result<std::string> path = interpolated(value, file);
    if (!path) return path.error();
    const std::string included = resolved_from(parent_path(file), *path);
    if (condition.starts_with("hasconfig:")) {
      HooksPathReader there(environment_, repository_);
      if (auto read = there.read_file(included, depth + 1); !read) return read;
      if (!there.value_) return {};
      return Error("'" + file + "': core.hooksPath hangs on includeIf \"" + std::string(condition) +
                   "\", which is not understood here; set core.hooksPath in the repository");
    }
    if (conditional) {
      const Result<bool> holds = condition_holds(condition, file);
      if (!holds) return holds.error();
      if (!*holds) return {};
    }
    return read_file(included, depth + 1);
  }

  [[nodiscard]] Result<bool> condition_holds(std::string_view condition, const std::string& file) const {
    if (repository_ == nullptr) return false;
    const auto rest = [&](std::string_view keyword) { return std::string(condition.substr(keyword.size())); };
    if (condition.starts_with("gitdir:")) return git_dir_matches(rest("gitdir:"), file, false);
    if (condition.starts_with("gitdir/i:")) return git_dir_matches(rest("gitdir/i:"), file, true);
    if (condition.starts_with("onbranch:")) return branch_matches(rest("onbranch:"));
    return false;  // git passes unknown conditions over
  }

  [[nodiscard]] Result<bool> git_dir_matches(std::string pattern, const std::string& file,
                                             bool any_case) const {
    const Result<std::string> expanded = interpolated(pattern, file);
    if (!expanded) return expanded.error();
    pattern = *expanded;
    if (pattern.starts_with("./")) {
      const std::string folder = parent_path(file);
      pattern = canonical_path(folder).value_or(folder) + pattern.substr(1);
    } else if (!pattern.starts_with('/')) {
      pattern.insert(0, "**/");
    }
    if (pattern.ends_with('/')) pattern += "**";
    std::vector<std::string> names = {repository_->git_dir().path()};
    // git also compares the path as the user came to it, through links.
    const std::string& here = environment_.working_directory;
    if (here.starts_with('/') && canonical_path(here) == repository_->work_tree() &&
        repository_->git_dir().path() == *repository_->work_tree() + "/.git") {
      names.push_back(here + "/.git");
    }
    const Result<Glob> glob = Glob::compile(any_case ? lower(pattern) : pattern);
    if (!glob) return glob.error().during("'" + file + "'");
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return glob->matches(any_case ? lower(name.substr(1)) : name.substr(1), true);
    });
  }

  [[nodiscard]] Result<bool> branch_matches(std::string pattern) const {
    const Result<Refs> refs = Refs::open(*repository_);
    if (!refs) return refs.error();
    const Result<Head> head = refs->head();
    if (!head) return head.error();
    constexpr std::string_view kBranches = "refs/heads/";
    if (!head->branch.starts_with(kBranches)) return false;
    if (pattern.ends_with('/')) pattern += "**";
    const Result<Glob> glob = Glob::compile("/" + pattern);
    if (!glob) return glob.error();
    return glob->matches(std::string_view(head->branch).substr(kBranches.size()), false);
  }

  const GitEnvironment& environment_;
  const Repository* repository_;
  std::optional<std::string> value_;
  std::string set_by_;
  bool worktree_config_ = false;
  int files_ = 0;
};

}  // namespace

Result<HooksFolder> hooks_folder(const Repository& repository, const GitEnvironment& environment) {
  const Libgit2 library;
  if (!library.ready()) return Error("libgit2 could not be initialised");
  HooksPathReader reader(environment, &repository);
  if (auto read = reader.read_user_files(); !read) return read.error();
  if (auto read = reader.read_repository_files(); !read) return read.error();
  if (auto read = reader.read_settings(); !read) return read.error();
  if (!reader.value()) return HooksFolder{repository.common_dir().path() + "/hooks", ""};
  const Result<std::string> folder = reader.folder();
  if (!folder) return folder.error();
  // Hooks run at the top of the work tree, and a relative path is seen from there.
  return HooksFolder{resolved_from(repository.work_tree().value_or(repository.git_dir().path()), *folder),
                     reader.set_by()};
}

Result<std::optional<HooksFolder>> user_hooks_folder(const GitEnvironment& environment) {
  const Libgit2 library;
  if (!library.ready()) return Error("libgit2 could not be initialised");
  HooksPathReader reader(environment, nullptr);
  if (auto read = reader.read_user_files(); !read) return read.error();
  if (auto read = reader.read_settings(); !read) return read.error();
  if (!reader.value()) return std::optional<HooksFolder>();
  const Result<std::string> folder = reader.folder();
  if (!folder) return folder.error();
  if (!folder->starts_with('/')) {
    return Error(
        reader.set_by() + ": core.hooksPath is '" + *folder +
        "', a different folder in each repository; run trawl hook install in each, without --global");
  }
  return std::optional(HooksFolder{*folder, reader.set_by()});
}

}  // namespace trawl
