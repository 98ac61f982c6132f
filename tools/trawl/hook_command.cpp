#include <unistd.h>

#include <array>
#include <climits>
#include <cstdlib>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "engine/git/hooks_path.h"
#include "engine/git/paths.h"
#include "engine/git/repository.h"
#include "tools/trawl/commands.h"
#include "tools/trawl/console.h"
#include "tools/trawl/delivery.h"
#include "tools/trawl/hook_file.h"
#include "tools/trawl/push_hook.h"
#include "tools/trawl/run_scan.h"

namespace trawl {
namespace {

constexpr int kMaxSettings = 1000;

int usage_error(const Error& error) {
  complain(error.sentence());
  return static_cast<int>(ExitCode::kUsage);
}

std::string variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? "" : value;
}

GitEnvironment git_environment() {
  GitEnvironment environment;
  environment.home = variable("HOME");
  environment.xdg_config_home = variable("XDG_CONFIG_HOME");
  environment.working_directory = variable("PWD");
  if (std::getenv("GIT_CONFIG_GLOBAL") != nullptr) environment.global_file = variable("GIT_CONFIG_GLOBAL");
  if (std::getenv("GIT_CONFIG_SYSTEM") != nullptr) environment.system_file = variable("GIT_CONFIG_SYSTEM");
  const std::string no_system = variable("GIT_CONFIG_NOSYSTEM");
  if (!no_system.empty() && no_system != "0" && no_system != "false") environment.system_file.reset();
  const int settings = std::min(std::atoi(variable("GIT_CONFIG_COUNT").c_str()), kMaxSettings);
  for (int i = 0; i < settings; ++i) {
    environment.settings.emplace_back(variable(fmt::format("GIT_CONFIG_KEY_{}", i)),
                                      variable(fmt::format("GIT_CONFIG_VALUE_{}", i)));
  }
  return environment;
}

Result<HooksFolder> folder_asked_for(const CommandLine& command_line) {
  const GitEnvironment environment = git_environment();
  if (command_line.global) {
    const Result<std::optional<HooksFolder>> folder = user_hooks_folder(environment);
    if (!folder) return folder.error();
    if (*folder) return **folder;
    // Not set here: git would then pass by the hooks of every repository, such as those of git-lfs.
    return Error(
        "core.hooksPath is not set for this user; set it with 'git config --global core.hooksPath "
        "~/.config/git/hooks', "
        "which makes git pass by the hooks that repositories have of their own, or install the hook in each "
        "repository");
  }
  const Result<Repository> repository = Repository::discover(".");
  if (!repository) return repository.error();
  if (!repository->work_tree() && command_line.hook_type == "pre-commit") {
    return Error(
        fmt::format("'{}' is a bare repository: nothing is committed in it; '--type pre-receive' looks at "
                    "what is pushed to it",
                    repository->git_dir().path()));
  }
  return hooks_folder(*repository, environment);
}

Result<std::string> own_path() {
  std::array<char, PATH_MAX> path{};
  const ssize_t size = ::readlink("/proc/self/exe", path.data(), path.size());
  if (size <= 0 || static_cast<std::size_t>(size) == path.size())
    return Error("the path of trawl itself is not known");
  std::string own(path.data(), static_cast<std::size_t>(size));
  if (::access(own.c_str(), X_OK) != 0) return Error(fmt::format("'{}': trawl was moved while it ran", own));
  return own;
}

std::string_view what_happened(HookChange change) {
  switch (change) {
    case HookChange::kInstalled:
      return "installed";
    case HookChange::kChained:
      return "installed; the hook that was there runs after it";
    case HookChange::kRenewed:
      return "installed again for the trawl at hand";
    case HookChange::kUnchanged:
      return "nothing to do";
    case HookChange::kRemoved:
      return "removed";
    case HookChange::kRestored:
      return "removed; the hook that was there before is back";
  }
  return "";
}

int tell(const HooksFolder& folder, const std::string& type, const Result<HookChange>& change) {
  if (!change) return usage_error(change.error());
  const std::string origin =
      folder.set_by.empty() ? "" : fmt::format(" (core.hooksPath in {})", folder.set_by);
  say(fmt::format("trawl: {}/{}{}: {}", folder.path, type, origin, what_happened(*change)));
  return 0;
}

bool left_out_for_a_reason(const Report& report) {
  for (const auto& [reason, count] : report.coverage.skipped_files) {
    if (reason != Reason::kSymbolicLink && reason != Reason::kNestedRepository && reason != Reason::kExcluded)
      return false;
  }
  return report.coverage.files_met != 0;
}

// Says what the report does not say by itself, and what to do now. The code that the hook ends with.
ExitCode conclude(const CommandLine& command_line, const Report& report, ExitCode code) {
  const bool named = !command_line.paths.empty();
  if (named && report.coverage.files_scanned == 0 && !report.interrupted) {
    if (left_out_for_a_reason(report)) {
      if (!command_line.quiet) {
        say("trawl: nothing was read: the files named are links, submodules, or have no content to commit");
      }
    } else {
      complain("none of the files named was read, so nothing can be said of them");
      if (code == ExitCode::kClean) code = ExitCode::kUsage;
    }
  }
  if (code == ExitCode::kFindings || code == ExitCode::kIncompleteFindings) {
    say("trawl: stopped. Take the secret out and revoke it if it was ever shared. If it is none, put the "
        "comment "
        "'trawl:allow RULE: why' on its line, or accept it with 'trawl baseline update'.");
  } else if (code == ExitCode::kIncomplete) {
    say("trawl: stopped, since not everything could be read; see above what and why.");
  }
  return code;
}

}  // namespace

int install_hook_command(const CommandLine& command_line) {
  const Result<HooksFolder> folder = folder_asked_for(command_line);
  if (!folder) return usage_error(folder.error());
  const Result<std::string> program = own_path();
  if (!program) return usage_error(program.error());
  return tell(*folder, command_line.hook_type, install_hook(folder->path, command_line.hook_type, *program));
}

int uninstall_hook_command(const CommandLine& command_line) {
  const Result<HooksFolder> folder = folder_asked_for(command_line);
  if (!folder) return usage_error(folder.error());
  return tell(*folder, command_line.hook_type, uninstall_hook(folder->path, command_line.hook_type));
}

int run_hook(const CommandLine& command_line) {
  CommandLine staged = command_line;
  staged.command = "staged";
  staged.no_progress = true;
  // The name of the hook comes first, so that a file of that name behind it is a file.
  if (!staged.paths.empty()) {
    const std::string name = staged.paths.front();
    const bool at_push = name == "pre-push" || name == "pre-receive";
    if (at_push || name == "pre-commit") staged.paths.erase(staged.paths.begin());
    if (at_push) return run_push_hook(std::move(staged), name);
  }
  if (const std::optional<RangeWish> wish = range_of_framework()) {
    staged.range_wish = wish;
    return run_push_hook(std::move(staged), "pre-commit");
  }
  const Result<Delivery> delivery = Delivery::prepare(staged);
  if (!delivery) return usage_error(delivery.error());
  const Result<ScanRun> run = scan_as_asked(staged);
  if (!run) return usage_error(run.error());
  const ExitCode code = exit_code_of(run->report, staged);
  // A commit that is fine is not talked about. Reports into files are written whatever they say.
  const bool silent = staged.outputs.empty() && staged.verbosity == 0 && code == ExitCode::kClean &&
                      run->report.findings.empty() && !run->report.incomplete();
  if (!silent) {
    if (const auto delivered = delivery->deliver(run->report); !delivered) {
      complain(delivered.error().sentence());
      return static_cast<int>(ExitCode::kNotDelivered);
    }
  }
  return static_cast<int>(conclude(staged, run->report, code));
}

}  // namespace trawl
