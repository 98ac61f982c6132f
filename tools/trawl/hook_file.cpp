#include "tools/trawl/hook_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "engine/base/handle.h"
#include "engine/store/file.h"

namespace trawl {
namespace {

constexpr std::size_t kMaxHookBytes = std::size_t{1} << 20;
constexpr std::string_view kBefore = ".before-trawl";

// {0} is the type of the hook, {1} the program, quoted. `$0` is a path with a slash, as git calls hooks. The
// program gets no standard input at a commit, and the hook that comes after it all of it. At a push both get
// what git says of the refs: lines of text.
constexpr std::string_view kScript = R"(#!/bin/sh
# trawl hook {0}: made by `trawl hook install`, undone by `trawl hook uninstall`. Changes here are not kept.
trawl={1}
if [ ! -x "$trawl" ] && ! trawl=$(command -v trawl); then
  echo 'trawl: the program is gone, so nothing was looked at and the {0} hook stops here. Install trawl again,' >&2
  echo "or remove '$0'; --no-verify passes by all hooks once." >&2
  exit 1
fi
[ -x "$0.before-trawl" ] || exec "$trawl" hook run {0} </dev/null
"$trawl" hook run {0} </dev/null || exit
exec "$0.before-trawl" "$@"
)";

constexpr std::string_view kPushScript = R"(#!/bin/sh
# trawl hook {0}: made by `trawl hook install`, undone by `trawl hook uninstall`. Changes here are not kept.
trawl={1}
if [ ! -x "$trawl" ] && ! trawl=$(command -v trawl); then
  echo 'trawl: the program is gone, so nothing was looked at and the {0} hook stops here. Install trawl again,' >&2
  echo "or remove '$0'." >&2
  exit 1
fi
[ -x "$0.before-trawl" ] || exec "$trawl" hook run {0} -- "$@"
refs=$(cat; echo .)
printf %s "${{refs%.}}" | "$trawl" hook run {0} -- "$@" || exit
printf %s "${{refs%.}}" | "$0.before-trawl" "$@"
)";

constexpr std::string_view kProgramLine = "\ntrawl=";

Error failure(const std::string& path, int error) {
  return Error(fmt::format("'{}': {}", path, std::strerror(error)));
}

std::string shell_quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

std::string script_of(std::string_view type, std::string_view quoted_program) {
  return fmt::format(fmt::runtime(type == "pre-commit" ? kScript : kPushScript), type, quoted_program);
}

enum class Kind { kNone, kOurs, kOursChanged, kForeign };

struct Hook {
  Kind kind = Kind::kNone;
  std::string text;
};

// What is at the place of the hook. A link is somebody else's whatever it leads to.
Result<Hook> hook_at(const std::string& path, const std::string& type) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0) {
    if (errno == ENOENT) return Hook{};
    return failure(path, errno);
  }
  if (S_ISDIR(status.st_mode)) return Error(fmt::format("'{}' is a directory, no hook", path));
  if (!S_ISREG(status.st_mode) || static_cast<std::size_t>(status.st_size) > kMaxHookBytes) {
    return Hook{Kind::kForeign, ""};
  }
  Result<std::string> text = read_regular_file(path, {.most_bytes = kMaxHookBytes});
  if (!text) return text.error();
  const std::string head = script_of(type, "");
  const std::size_t program = head.find(kProgramLine) + kProgramLine.size();
  if (text->compare(0, program, head, 0, program) != 0) return Hook{Kind::kForeign, std::move(*text)};
  // Ours in every byte but the program's path, which may hold line ends: the rest is compared from the end.
  const std::size_t tail = head.size() - program;
  const bool whole =
      text->size() > head.size() && text->compare(text->size() - tail, tail, head, program, tail) == 0;
  return Hook{whole ? Kind::kOurs : Kind::kOursChanged, std::move(*text)};
}

Error changed_by_somebody(const std::string& path) {
  return Error(fmt::format(
      "'{}' was made by trawl and changed since; move your changes elsewhere and delete it", path));
}

Result<void> rename_to_free_name(const std::string& from, const std::string& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
  if (errno == EEXIST) {
    return Error(fmt::format("'{}' exists already, so '{}' cannot be moved there; see which of them you need",
                             to, from));
  }
  return failure(from, errno);
}

// Writes the whole script beside its place, then puts it there: git never meets half of it.
Result<void> write_script(const std::string& path, const std::string& script) {
  const std::string draft = fmt::format("{}.trawl-{}", path, ::getpid());
  Descriptor file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0777));
  if (!file.open()) return failure(draft, errno);
  int error = 0;
  std::string_view rest = script;
  while (!rest.empty() && error == 0) {
    const ssize_t written = ::write(file.number(), rest.data(), rest.size());
    if (written < 0 && errno != EINTR) error = errno;
    if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
  }
  if (error == 0 && ::fsync(file.number()) != 0) error = errno;
  file.close();
  if (error == 0 && ::rename(draft.c_str(), path.c_str()) != 0) error = errno;
  if (error == 0) return {};
  ::unlink(draft.c_str());
  return failure(path, error);
}

// Husky's scripts find the project's hook by their own name and pass in silence when they are renamed.
bool is_made_by_husky(const std::string& folder) {
  return folder.ends_with("/_") && (file_exists(folder + "/h") || file_exists(folder + "/husky.sh"));
}

}  // namespace

Result<HookChange> install_hook(const std::string& folder, const std::string& type,
                                const std::string& program) {
  if (is_made_by_husky(folder)) {
    return Error(
        fmt::format("'{}' is made by husky, which would undo a change; put the line 'trawl hook run {}' into "
                    "'{}/{}' instead",
                    folder, type, std::filesystem::path(folder).parent_path().string(), type));
  }
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    return Error(fmt::format("the folder of hooks '{}' cannot be made: {}", folder, error.message()));
  if (!std::filesystem::is_directory(folder, error)) {
    return Error(fmt::format("core.hooksPath leads to '{}', which is no folder: hooks are switched off there",
                             folder));
  }
  const std::string path = folder + "/" + type;
  const std::string before = path + std::string(kBefore);
  const std::string script = script_of(type, shell_quoted(program));
  const Result<Hook> hook = hook_at(path, type);
  if (!hook) return hook.error();
  switch (hook->kind) {
    case Kind::kOursChanged:
      return changed_by_somebody(path);
    case Kind::kOurs:
      if (hook->text == script && ::access(path.c_str(), X_OK) == 0) return HookChange::kUnchanged;
      if (const auto written = write_script(path, script); !written) return written.error();
      return HookChange::kRenewed;
    case Kind::kNone:
      if (file_exists(before)) {
        return Error(fmt::format("'{}' exists, but no hook that would run it; delete it, or name it '{}'",
                                 before, path));
      }
      if (const auto written = write_script(path, script); !written) return written.error();
      return HookChange::kInstalled;
    case Kind::kForeign:
      break;
  }
  if (const auto renamed = rename_to_free_name(path, before); !renamed) return renamed.error();
  if (const auto written = write_script(path, script); !written) {
    if (const auto back = rename_to_free_name(before, path); !back)
      return back.error().during(written.error().sentence());
    return written.error();
  }
  return HookChange::kChained;
}

Result<HookChange> uninstall_hook(const std::string& folder, const std::string& type) {
  const std::string path = folder + "/" + type;
  const std::string before = path + std::string(kBefore);
  const Result<Hook> hook = hook_at(path, type);
  if (!hook) return hook.error();
  switch (hook->kind) {
    case Kind::kNone:
      if (!file_exists(before)) return HookChange::kUnchanged;
      // Somebody has deleted trawl's script by hand; what was there before still waits.
      if (const auto renamed = rename_to_free_name(before, path); !renamed) return renamed.error();
      return HookChange::kRestored;
    case Kind::kForeign:
      return Error(fmt::format("'{}' was not made by trawl; it stays as it is", path));
    case Kind::kOursChanged:
      return changed_by_somebody(path);
    case Kind::kOurs:
      break;
  }
  if (file_exists(before)) {
    // In one step: no commit finds the place empty.
    if (::rename(before.c_str(), path.c_str()) != 0) return failure(path, errno);
    return HookChange::kRestored;
  }
  if (::unlink(path.c_str()) != 0) return failure(path, errno);
  return HookChange::kRemoved;
}

}  // namespace trawl
