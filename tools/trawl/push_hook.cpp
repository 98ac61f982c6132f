#include "tools/trawl/push_hook.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/escape.h"
#include "engine/base/handle.h"
#include "engine/git/refs.h"
#include "engine/git/repository.h"
#include "engine/git/revision.h"
#include "engine/store/file.h"
#include "engine/store/identity_key.h"
#include "tools/trawl/console.h"
#include "tools/trawl/delivery.h"
#include "tools/trawl/run_scan.h"
#include "tools/trawl/setup.h"

namespace trawl {
namespace {

constexpr std::size_t kMaxInput = std::size_t{64} << 20;
constexpr double kServerDeadline =
    2;  // seconds; servers and their users give up on a hook after three to five
constexpr int kMaxPushOptions = 1000;
constexpr std::string_view kSkip = "trawl.skip";
constexpr std::string_view kBypassLog = "push-bypass.log";

std::string variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? "" : value;
}

int usage_error(const Error& error) {
  complain(error.sentence());
  return static_cast<int>(ExitCode::kUsage);
}

Result<std::string> standard_input() {
  std::string text;
  std::array<char, 65536> room{};
  while (true) {
    const ssize_t count = ::read(STDIN_FILENO, room.data(), room.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Error(fmt::format("standard input: {}", strerrordesc_np(errno)));
    if (count == 0) return text;
    text.append(room.data(), static_cast<std::size_t>(count));
    if (text.size() > kMaxInput) return Error("git names more refs than 64 MiB hold");
  }
}

/// A ref that is pushed: its name on the other side, and what moves.
struct Pushed {
  std::string name;
  RefUpdate update;
};

// githooks(5): for pre-push "<local ref> <local id> <remote ref> <remote id>", where the first may be any
// expression, blanks included; for pre-receive "<old id> <new id> <ref>".
Result<std::vector<Pushed>> pushed_refs(const std::string& stage, std::string_view input,
                                        ObjectFormat format) {
  std::vector<Pushed> all;
  while (!input.empty()) {
    const std::size_t end = std::min(input.find('\n'), input.size());
    std::string_view line = input.substr(0, end);
    input.remove_prefix(std::min(end + 1, input.size()));
    if (line.empty()) continue;
    const std::string_view whole = line;
    const auto bad = [&] {
      return Error(fmt::format("standard input: '{}' is no line that git gives to a {} hook",
                               escape_for_terminal(whole, 256), stage));
    };
    std::optional<ObjectId> before;
    std::optional<ObjectId> after;
    Pushed pushed;
    if (stage == "pre-receive") {
      const std::size_t first = line.find(' ');
      const std::size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
      if (second == std::string_view::npos) return bad();
      before = ObjectId::from_hex(format, line.substr(0, first));
      after = ObjectId::from_hex(format, line.substr(first + 1, second - first - 1));
      pushed.name = line.substr(second + 1);
    } else {
      std::array<std::string_view, 3> words;  // from the end
      for (std::string_view& word : words) {
        const std::size_t blank = line.rfind(' ');
        if (blank == std::string_view::npos) return bad();
        word = line.substr(blank + 1);
        line = line.substr(0, blank);
      }
      before = ObjectId::from_hex(format, words[0]);
      pushed.name = words[1];
      after = ObjectId::from_hex(format, words[2]);
    }
    if (!before || !after) return bad();
    pushed.update = {before, *after};
    all.push_back(std::move(pushed));
  }
  return all;
}

// Colon-separated; one that begins with a quote is quoted as git quotes paths.
std::vector<std::string> object_directories(std::string_view list) {
  std::vector<std::string> paths;
  while (!list.empty()) {
    std::string path;
    if (list.front() == '"') {
      std::size_t at = 1;
      while (at < list.size() && list[at] != '"') {
        if (list[at] != '\\' || at + 1 >= list.size()) {
          path += list[at++];
          continue;
        }
        const char c = list[at + 1];
        if (c >= '0' && c <= '3' && at + 3 < list.size()) {
          path += static_cast<char>((c - '0') * 64 + (list[at + 2] - '0') * 8 + (list[at + 3] - '0'));
          at += 4;
          continue;
        }
        constexpr std::string_view kNames = "abtnvfr";
        const std::size_t name = kNames.find(c);
        path += name == std::string_view::npos ? c : "\a\b\t\n\v\f\r"[name];
        at += 2;
      }
      list.remove_prefix(std::min(at + 1, list.size()));
    } else {
      path = list.substr(0, list.find(':'));
      list.remove_prefix(path.size());
    }
    if (!list.empty()) list.remove_prefix(1);
    if (!path.empty()) paths.push_back(std::move(path));
  }
  return paths;
}

// The reason given with `git push -o trawl.skip=REASON`; nothing where nobody asks.
std::optional<std::string> bypass_asked() {
  const int count = std::min(std::atoi(variable("GIT_PUSH_OPTION_COUNT").c_str()), kMaxPushOptions);
  for (int i = 0; i < count; ++i) {
    const std::string option = variable(fmt::format("GIT_PUSH_OPTION_{}", i));
    if (option == kSkip) return "";
    if (option.starts_with(kSkip) && option[kSkip.size()] == '=') return option.substr(kSkip.size() + 1);
  }
  return std::nullopt;
}

// One line in a file of the user who runs the server: when, where, why, what was found, what moved.
Result<void> record_bypass(const std::string& reason, const std::string& repository, const Report& report,
                           const std::vector<Pushed>& refs) {
  const std::string folder = state_folder_of(std::getenv("XDG_STATE_HOME"), std::getenv("HOME"));
  if (folder.empty()) return Error("there is no folder to record it in: HOME is not set");
  if (const auto made = create_private_folders(folder); !made) return made.error();
  const std::time_t now = std::time(nullptr);
  std::tm day{};
  gmtime_r(&now, &day);
  std::string line =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z\t{}\t{}\t{} findings, {}", day.tm_year + 1900,
                  day.tm_mon + 1, day.tm_mday, day.tm_hour, day.tm_min, day.tm_sec,
                  escape_for_terminal(repository, 4096), escape_for_terminal(reason, 1024),
                  report.findings.size(), report.incomplete() ? "incomplete" : "complete");
  for (const Pushed& ref : refs) {
    line += fmt::format("\t{} {} {}", ref.update.before->hex(), ref.update.after.hex(),
                        escape_for_terminal(ref.name, 1024));
  }
  for (const Finding& finding : report.findings) line += "\t" + finding.fingerprint;
  line += '\n';
  const std::string path = fmt::format("{}/{}", folder, kBypassLog);
  Descriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
  if (!file.open()) return Error(fmt::format("'{}': {}", path, strerrordesc_np(errno)));
  if (::write(file.number(), line.data(), line.size()) != static_cast<ssize_t>(line.size()) ||
      ::fsync(file.number()) != 0) {
    return Error(fmt::format("'{}' could not be written", path));
  }
  return {};
}

bool only_late(const Report& report) {
  return std::all_of(report.notifications.begin(), report.notifications.end(),
                     [](const Notification& notification) {
                       return !notification.incomplete || notification.reason == Reason::kTimeout;
                     });
}

void say_what_to_do(const Report& report, ExitCode code, const std::string& stage, bool comments) {
  if (code == ExitCode::kFindings || code == ExitCode::kIncompleteFindings) {
    const bool gone = std::any_of(report.findings.begin(), report.findings.end(), [](const Finding& finding) {
      const std::optional<RangePosition>& range = finding.locations.front().range;
      return !finding.suppression && range && !range->in_final_diff;
    });
    say(fmt::format(
        "trawl: stopped. Revoke the secret if it was ever shared, and take it out of the commit that brought "
        "it "
        "(git rebase -i, or git commit --amend). {}",
        comments ? "If it is none, put the comment 'trawl:allow RULE: why' on its line."
                 : "If it is none, ask who runs the server to accept it: comments in what is pushed are not "
                   "honoured here (hook.comments)."));
    if (gone) {
      say("trawl: what is not in the final diff would be pushed all the same: a commit that is pushed has "
          "it.");
    }
  } else if (code == ExitCode::kIncomplete) {
    say(fmt::format("trawl: stopped, since not everything could be looked at; see above what and why.{}",
                    stage == "pre-receive" && only_late(report)
                        ? " Push fewer commits at a time, or ask who runs the server for a later deadline."
                        : ""));
  }
}

// What the framework does not say: on the first push of all it names no revision.
Result<RangeWish> wish_of_framework(const Repository& repository) {
  const Result<Refs> refs = Refs::open(repository);
  if (!refs) return refs.error();
  const Result<ObjectDatabase> database = ObjectDatabase::open(repository);
  if (!database) return database.error();
  const std::string branch = variable("PRE_COMMIT_LOCAL_BRANCH");
  const Result<ObjectId> tip =
      RevisionParser(*refs, *database).object_named(branch.empty() ? std::string("HEAD") : branch);
  if (!tip) return tip.error();
  RangeWish wish;
  wish.updates.push_back({std::nullopt, *tip});
  return wish;
}

}  // namespace

std::optional<RangeWish> range_of_framework() {
  const std::string from = variable("PRE_COMMIT_FROM_REF");
  const std::string to = variable("PRE_COMMIT_TO_REF");
  if (from.empty() || to.empty()) return std::nullopt;
  RangeWish wish;
  wish.revisions.push_back(fmt::format("{}..{}", from, to));
  return wish;
}

int run_push_hook(CommandLine command_line, const std::string& stage) {
  const bool on_server = stage == "pre-receive";
  command_line.command = "range";
  command_line.paths.clear();
  command_line.no_progress = true;
  if (on_server) {
    if (command_line.show_secrets)
      return usage_error(Error("--show-secrets: what a pre-receive hook prints goes to whoever pushes"));
    command_line.color = "never";
    if (!variable("GIT_QUARANTINE_PATH").empty() && !variable("GIT_OBJECT_DIRECTORY").empty()) {
      command_line.object_directory = variable("GIT_OBJECT_DIRECTORY");
    }
    command_line.alternate_object_directories =
        object_directories(variable("GIT_ALTERNATE_OBJECT_DIRECTORIES"));
  }

  RepositoryOptions options;
  options.object_directory = command_line.object_directory;
  options.alternate_object_directories = command_line.alternate_object_directories;
  options.follow_alternates = !command_line.untrusted;
  const Result<Repository> repository = Repository::discover(".", options);
  if (!repository) return usage_error(repository.error());
  const std::string base = repository->work_tree().value_or(repository->git_dir().path());
  const Result<ProjectFile> configuration = load_configuration(command_line, base);
  if (!configuration) return usage_error(configuration.error());
  if (!command_line.deadline) {
    command_line.deadline = configuration->hook_deadline;
    if (!command_line.deadline && on_server) command_line.deadline = kServerDeadline;
  }
  // Who pushes wrote the comments too.
  command_line.ignore_comments = on_server && !configuration->hook_comments.value_or(false);
  const bool pass_late = command_line.on_deadline.empty()
                             ? configuration->hook_pass_at_deadline.value_or(false)
                             : command_line.on_deadline == "pass";

  std::vector<Pushed> refs;
  if (!command_line.range_wish && stage == "pre-push") command_line.range_wish = range_of_framework();
  if (!command_line.range_wish) {
    const Result<std::string> input = standard_input();
    if (!input) return usage_error(input.error());
    Result<std::vector<Pushed>> pushed = pushed_refs(stage, *input, repository->object_format());
    if (!pushed) return usage_error(pushed.error());
    refs = std::move(*pushed);
    RangeWish wish;
    wish.known = on_server ? KnownCommits::kAllRefs : KnownCommits::kRemoteBranches;
    for (const Pushed& ref : refs) {
      if (ref.update.after.is_null()) continue;
      wish.updates.push_back(ref.update);
      wish.names.push_back(ref.name);
    }
    if (refs.empty() && variable("PRE_COMMIT") == "1") {
      Result<RangeWish> first = wish_of_framework(*repository);
      if (!first) return usage_error(first.error());
      wish = std::move(*first);
    }
    if (wish.updates.empty()) return 0;  // nothing is pushed, or only deleted
    command_line.range_wish = std::move(wish);
  }

  const Result<Delivery> delivery = Delivery::prepare(command_line);
  if (!delivery) return usage_error(delivery.error());
  const Result<ScanRun> run = scan_as_asked(command_line);
  if (!run) return usage_error(run.error());
  const Report& report = run->report;
  ExitCode code = exit_code_of(report, command_line);
  const bool silent = command_line.outputs.empty() && command_line.verbosity == 0 &&
                      code == ExitCode::kClean && report.findings.empty() && !report.incomplete();
  if (!silent) {
    if (const auto delivered = delivery->deliver(report); !delivered) {
      complain(delivered.error().sentence());
      return static_cast<int>(ExitCode::kNotDelivered);
    }
  }
  if (code == ExitCode::kIncomplete && pass_late && only_late(report)) {
    say("trawl: incomplete: the push was not looked at to its end, and passes since 'on_deadline' says so.");
    code = ExitCode::kClean;
  }
  if (code != ExitCode::kClean) {
    if (const std::optional<std::string> reason = bypass_asked()) {
      if (!configuration->hook_bypass.value_or(false)) {
        say("trawl: the push option 'trawl.skip' is not honoured here (hook.bypass).");
      } else if (reason->empty()) {
        say("trawl: the push option 'trawl.skip' needs a reason: git push -o trawl.skip='why'.");
      } else if (const auto recorded = record_bypass(*reason, base, report, refs); !recorded) {
        complain(recorded.error().during("a push that cannot be recorded is not let pass").sentence());
      } else {
        say(fmt::format("trawl: passes all the same, as was asked for: {}. This is recorded.",
                        escape_for_terminal(*reason, 256)));
        return 0;
      }
    }
  }
  say_what_to_do(report, code, stage, !command_line.ignore_comments);
  return static_cast<int>(code);
}

}  // namespace trawl
