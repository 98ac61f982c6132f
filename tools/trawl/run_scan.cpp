#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "engine/git/repository.h"
#include "engine/git/tracked_paths.h"
#include "engine/report/manifest_writer.h"
#include "engine/scan/engine_factory.h"
#include "engine/scan/history.h"
#include "engine/scan/ledger.h"
#include "engine/scan/scan.h"
#include "engine/scan/verdict_key.h"
#include "engine/source/noting_source.h"
#include "engine/source/range_source.h"
#include "engine/source/staged_source.h"
#include "engine/source/stream_source.h"
#include "engine/source/tree_source.h"
#include "engine/store/file.h"
#include "engine/store/identity_key.h"
#include "tools/trawl/builtin.h"
#include "tools/trawl/commands.h"
#include "tools/trawl/console.h"
#include "tools/trawl/delivery.h"
#include "tools/trawl/flows.h"
#include "tools/trawl/log_command.h"
#include "tools/trawl/run_scan.h"
#include "tools/trawl/setup.h"

namespace trawl {
namespace {

int usage_error(const Error& error) {
  complain(error.sentence());
  return static_cast<int>(ExitCode::kUsage);
}

// The processors this process may use, which in a container are fewer than there are.
unsigned usable_processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&set)));
}

std::string today() {
  // The only use of the clock that can change a verdict: accepted findings expire.
  const std::time_t now = std::time(nullptr);
  std::tm day{};
  gmtime_r(&now, &day);
  return fmt::format("{:04}-{:02}-{:02}", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
}

std::string timestamp() {
  const std::time_t now = std::time(nullptr);
  std::tm day{};
  gmtime_r(&now, &day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday,
                     day.tm_hour, day.tm_min, day.tm_sec);
}

const char* or_empty(const char* text) {
  return text == nullptr ? "" : text;
}

std::string below(const std::string& folder, const std::string& path) {
  return path.starts_with('/') || folder.empty() || folder == "." ? path : folder + "/" + path;
}

/// What the user has accepted, and the key that fingerprints are made with.
struct Accepted {
  std::optional<Baseline> baseline;
  std::string baseline_name;
  std::optional<IgnoreFile> ignore_file;
};

constexpr std::size_t kMostBaselineBytes = std::size_t{64} << 20;
constexpr std::size_t kMostIgnoreBytes = std::size_t{1} << 20;

// A file of the base revision, where there is one and nothing was named in its place.
Result<std::optional<std::string>> file_of_base(const Setup& setup, bool named, const std::string& path,
                                                std::size_t most) {
  if (named || !setup.base_revision) return std::optional<std::string>();
  return setup.base_revision->read(path, most);
}

Result<Accepted> load_accepted(const CommandLine& command_line, const std::string& base, Setup& setup) {
  Accepted accepted;
  const auto ignored = [&](const std::string& what) {
    setup.notifications.push_back(notify(Reason::kConfigurationIgnored, what,
                                         "it lies in the scanned tree and is not honoured (--untrusted)"));
  };
  const bool named = !command_line.baseline.empty();
  std::string baseline = named ? command_line.baseline : below(base, kBaselineFile);
  bool configured = false;
  if (!named && setup.merged.baseline) {
    baseline = below(setup.baseline_folder, *setup.merged.baseline);
    configured = true;
  }
  // What the base revision accepts counts, whatever the tree has.
  const std::string of_base_name =
      setup.baseline_of_base ? *setup.merged.baseline : std::string(kBaselineFile);
  const auto of_base =
      file_of_base(setup, named || command_line.no_baseline, of_base_name, kMostBaselineBytes);
  if (!of_base) return of_base.error().during("reading the baseline");
  if (*of_base) {
    Result<Baseline> read = Baseline::parse(**of_base);
    if (!read) return read.error().during(setup.base_revision->shown(of_base_name));
    accepted.baseline = std::move(*read);
    accepted.baseline_name = of_base_name;
  } else if (!command_line.no_baseline && (named || configured || file_exists(baseline))) {
    if (command_line.untrusted && !named) {
      ignored(kBaselineFile);
    } else {
      Result<Baseline> read = Baseline::read(baseline);
      if (!read) return read.error().during("reading the baseline");
      accepted.baseline = std::move(*read);
      accepted.baseline_name = named ? command_line.baseline : setup.merged.baseline.value_or(kBaselineFile);
    }
  }
  const bool ignore_named = !command_line.ignore_file.empty();
  const std::string ignore = ignore_named ? command_line.ignore_file : below(base, kIgnoreFile);
  const auto ignore_of_base = file_of_base(setup, ignore_named, kIgnoreFile, kMostIgnoreBytes);
  if (!ignore_of_base) return ignore_of_base.error().during("reading the ignore file");
  if (*ignore_of_base) {
    Result<IgnoreFile> read = IgnoreFile::parse(**ignore_of_base);
    if (!read) return read.error().during(setup.base_revision->shown(kIgnoreFile));
    accepted.ignore_file = std::move(*read);
  } else if (ignore_named || file_exists(ignore)) {
    if (command_line.untrusted && !ignore_named) {
      ignored(kIgnoreFile);
    } else {
      Result<IgnoreFile> read = IgnoreFile::read(ignore);
      if (!read) return read.error().during("reading the ignore file");
      accepted.ignore_file = std::move(*read);
    }
  }
  return accepted;
}

constexpr std::size_t kMaxRevisionBytes = std::size_t{64} << 20;

// Why an incomplete run may pass all the same: `--allow-incomplete`.
ExitCode relaxed(ExitCode code, const Report& report, const CommandLine& command_line) {
  if (code != ExitCode::kIncomplete && code != ExitCode::kIncompleteFindings) return code;
  if (command_line.allow_incomplete.empty()) return code;
  for (const Notification& notification : report.notifications) {
    if (!notification.incomplete) continue;
    const std::string_view id = descriptor_of(notification.reason).id;
    const auto& allowed = command_line.allow_incomplete;
    if (std::find(allowed.begin(), allowed.end(), id) == allowed.end()) return code;
  }
  say("trawl: the run is incomplete for reasons that --allow-incomplete names; it does not fail for them");
  return code == ExitCode::kIncomplete ? ExitCode::kClean : ExitCode::kFindings;
}

Result<void> check_reasons(const CommandLine& command_line) {
  std::vector<std::string_view> known;
  for (const ReasonDescriptor& descriptor : reason_descriptors()) {
    if (descriptor.incomplete) known.push_back(descriptor.id);
  }
  for (const std::string& reason : command_line.allow_incomplete) {
    if (std::find(known.begin(), known.end(), reason) != known.end()) continue;
    return Error(fmt::format("--allow-incomplete: there is no reason '{}'; known are: {}", reason,
                             fmt::join(known, ", ")));
  }
  return {};
}

// Reports name no place of this machine: an absolute path of the scanned tree becomes relative to it.
void strip_folder(std::string& text, const std::string& folder) {
  if (!folder.starts_with('/') || folder == "/") return;
  const std::string prefix = folder + "/";
  for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at)) {
    text.erase(at, prefix.size());
  }
}

/// Where the bytes of a run come from, and what the report says of it.
struct Origin {
  std::unique_ptr<Source> source;
  StagedSource* staged = nullptr;     ///< the same source, where it is the index
  RangeSource* range = nullptr;       ///< or where it is a range of commits
  std::optional<Repository> history;  ///< instead of a source: all objects of this repository
  std::string base = ".";             ///< directory that configuration and acceptance are looked for in
  std::string root;
  std::string category;
};

std::string shown_root(const std::vector<std::string>& paths) {
  std::string shown;
  for (const std::string& path : paths) {
    const std::size_t slash = path.find_last_not_of('/');
    const std::string trimmed = path.substr(0, slash == std::string::npos ? 1 : slash + 1);
    // Absolute paths are of this machine only; their last part is enough to recognise them.
    const std::string name = trimmed.starts_with('/') ? trimmed.substr(trimmed.rfind('/') + 1) : trimmed;
    shown += (shown.empty() ? "" : " ") + (name.empty() ? "/" : name);
  }
  return shown;
}

// The tracked paths below `base`, relative to it.
Result<std::vector<std::string>> tracked_paths_below(const std::string& base) {
  const Result<Repository> repository = Repository::discover(base);
  if (!repository) return repository.error();
  if (!repository->work_tree()) return Error("the repository is bare: it has no work tree to scan");
  Result<std::vector<std::string>> tracked = tracked_paths(*repository);
  if (!tracked) return tracked;
  char* resolved = realpath(base.c_str(), nullptr);
  if (resolved == nullptr) return Error(fmt::format("{}: cannot be resolved", base));
  std::string folder = resolved;
  std::free(resolved);
  const std::string& top = *repository->work_tree();
  if (folder == top) return tracked;
  const std::string prefix = folder.substr(top == "/" ? 1 : top.size() + 1) + "/";
  std::vector<std::string> below;
  for (const std::string& path : *tracked) {
    if (path.starts_with(prefix)) below.push_back(path.substr(prefix.size()));
  }
  return below;
}

Result<Origin> tree_origin(const CommandLine& command_line) {
  Origin origin;
  TreeOptions options;
  if (!command_line.paths.empty()) options.paths = command_line.paths;
  const Result<std::string> base = TreeSource::base_of(options.paths);
  if (!base) return base.error();
  origin.base = *base;
  origin.root = shown_root(options.paths);
  origin.category = "secrets/tree";
  return origin;
}

// A hook is waited for.
constexpr std::uint64_t kLargestStagedArchive = std::uint64_t{1} << 20;
// An archive is in memory as a whole, once for each thread.
constexpr std::uint64_t kLargestArchive = std::uint64_t{1} << 30;

Result<std::unique_ptr<Source>> tree_source(const CommandLine& command_line, const ProjectFile& project,
                                            const std::string& base) {
  TreeOptions options;
  if (!command_line.paths.empty()) options.paths = command_line.paths;
  options.include = project.include;
  options.include.insert(options.include.end(), command_line.include.begin(), command_line.include.end());
  options.exclude = project.exclude;
  options.exclude.insert(options.exclude.end(), command_line.exclude.begin(), command_line.exclude.end());
  options.max_file_size = project.max_file_size;
  if (!command_line.max_file_size.empty()) {
    options.max_file_size = size_named(command_line.max_file_size);
    if (!options.max_file_size) {
      return Error(fmt::format("--max-file-size: '{}' is no size; write a number and K, M or G, as 64M",
                               command_line.max_file_size));
    }
  }
  if (command_line.tracked) {
    Result<std::vector<std::string>> tracked = tracked_paths_below(base);
    if (!tracked) return tracked.error().during("reading which files git tracks");
    options.tracked = std::move(*tracked);
  }
  Result<std::unique_ptr<TreeSource>> source = TreeSource::create(std::move(options));
  if (!source) return source.error();
  return std::unique_ptr<Source>(std::move(*source));
}

Result<Origin> staged_origin(const CommandLine& command_line) {
  Origin origin;
  StagedOptions options;
  if (!command_line.paths.empty()) options.paths = command_line.paths;
  options.repository.follow_alternates = !command_line.untrusted;
  if (const char* index = std::getenv("GIT_INDEX_FILE"); index != nullptr && *index != '\0')
    options.index_file = index;
  Result<std::unique_ptr<StagedSource>> source = StagedSource::create(std::move(options));
  if (!source) return source.error();
  origin.staged = source->get();
  origin.base = origin.staged->repository().work_tree().value_or(".");
  origin.source = std::move(*source);
  origin.root = ".";
  origin.category = "secrets/staged";
  return origin;
}

// The lines of standard input: revisions, as `git rev-list` prints them.
Result<void> read_revisions(std::vector<std::string>& revisions) {
  std::string text;
  std::array<char, 65536> room{};
  while (true) {
    const ssize_t count = ::read(STDIN_FILENO, room.data(), room.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Error(fmt::format("standard input: {}", strerrordesc_np(errno)));
    if (count == 0) break;
    text.append(room.data(), static_cast<std::size_t>(count));
    if (text.size() > kMaxRevisionBytes) return Error("standard input holds more than 64 MiB of revisions");
  }
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) revisions.emplace_back(line);
  }
  return {};
}

Result<Origin> range_origin(const CommandLine& command_line, const Deadline& deadline) {
  Origin origin;
  RangeWish wish;
  if (command_line.range_wish) {
    wish = *command_line.range_wish;
  } else {
    wish.revisions = command_line.paths;
    if (command_line.from_stdin) {
      if (const auto read = read_revisions(wish.revisions); !read) return read.error();
    } else if (wish.revisions.empty()) {
      wish.revisions.emplace_back("HEAD");
    }
  }
  RangeOptions options;
  if (!command_line.repository.empty()) options.directory = command_line.repository;
  options.repository.follow_alternates = !command_line.untrusted;
  options.repository.object_directory = command_line.object_directory;
  options.repository.alternate_object_directories = command_line.alternate_object_directories;
  options.stop = [&deadline] { return stop_signal() != 0 || deadline.passed(); };
  Result<std::unique_ptr<RangeSource>> source = RangeSource::create(std::move(options), wish);
  if (!source) return source.error();
  origin.range = source->get();
  const Repository& repository = origin.range->repository();
  origin.base = repository.work_tree().value_or(repository.git_dir().path());
  origin.source = std::move(*source);
  origin.root = ".";
  origin.category = "secrets/range";
  return origin;
}

Result<Origin> stream_origin(const CommandLine& command_line) {
  Origin origin;
  const std::string path = command_line.stdin_path.empty() ? "stdin" : command_line.stdin_path;
  origin.source =
      std::make_unique<StreamSource>(Descriptor(dup(STDIN_FILENO)), path, [] { return stop_signal() != 0; });
  origin.root = path;
  origin.category = "secrets/stdin";
  return origin;
}

Result<Origin> history_origin(const CommandLine& command_line) {
  const std::string path = command_line.paths.empty() ? "." : command_line.paths.front();
  RepositoryOptions options;
  options.follow_git_file = !command_line.untrusted;
  options.follow_alternates = !command_line.untrusted;
  const Result<Repository> repository = Repository::discover(path, options);
  if (!repository) return repository.error();
  Origin origin;
  origin.history = *repository;
  origin.base = repository->work_tree().value_or(repository->git_dir().path());
  origin.root = shown_root({path});
  origin.category = "secrets/history";
  return origin;
}

// Where the verdicts of earlier audits of a repository are; empty where none are to be used. Never in what is
// scanned: who wrote the repository could have written them.
Result<std::string> verdict_file_of(const CommandLine& command_line, const Repository& repository,
                                    const RuleSet& rules, bool strict_checksums,
                                    std::vector<Notification>& notifications) {
  if (command_line.no_cache || command_line.untrusted) return std::string();
  std::string folder = command_line.cache_folder;
  if (folder.empty()) {
    folder = cache_folder_of(std::getenv("XDG_CACHE_HOME"), std::getenv("HOME"));
    if (folder.empty()) return std::string();
    folder += "/history";
  }
  const std::string place = repository.common_dir().path();
  const std::string name = verdict_file_name(rules, strict_checksums, place);
  if (name.empty()) return std::string();
  if (const auto made = create_private_folders(folder); !made) {
    if (!command_line.cache_folder.empty()) return made.error().during("--cache");
    notifications.push_back(
        notify(Reason::kVerdictCache, "", "verdicts of blobs are not kept: " + made.error().sentence()));
    return std::string();
  }
  char* resolved = realpath(folder.c_str(), nullptr);
  if (resolved == nullptr) return std::string();
  folder = resolved;
  std::free(resolved);
  const auto inside = [&](const std::string& top) {
    return folder == top || top == "/" || folder.starts_with(top + "/");
  };
  if (inside(place) || (repository.work_tree() && inside(*repository.work_tree()))) {
    if (!command_line.cache_folder.empty()) {
      return Error("--cache: the folder lies in the repository that is scanned; name another one");
    }
    notifications.push_back(
        notify(Reason::kVerdictCache, "",
               "the user's cache lies in the repository that is scanned: it is not used"));
    return std::string();
  }
  return folder + "/" + name;
}

Result<Origin> origin_of(const CommandLine& command_line, const Deadline& deadline) {
  if (command_line.command == "history") return history_origin(command_line);
  if (command_line.command == "stdin") return stream_origin(command_line);
  if (command_line.command == "staged") return staged_origin(command_line);
  if (command_line.command == "range") return range_origin(command_line, deadline);
  return tree_origin(command_line);
}

// A push is waited for at the other end, for two seconds mostly, and a server has not seen the program
// before: its hooks leave flows to who builds what was pushed.
bool looks_for_flows(const CommandLine& command_line) {
  if (!command_line.asks_for("sast")) return false;
  if (command_line.command == "range") return !command_line.range_wish.has_value();
  return command_line.command == "scan" || command_line.command == "staged";
}

void settle_ledger(const CommandLine& command_line, Setup& setup,
                   const std::vector<const FlowRule*>& flow_rules, bool absence_asked, Report& report) {
  const auto asked = [&](std::string_view what) { return command_line.asks_for(what); };
  LedgerScope scope;
  scope.config_asked = asked("config") && command_line.command != "history" &&
                       (command_line.command != "stdin" || !command_line.stdin_path.empty());
  scope.absence_asked = absence_asked;
  scope.secrets_asked = asked("secrets");
  scope.flows_asked = looks_for_flows(command_line) && command_line.checkers.empty();
  scope.dependencies_asked =
      asked("dependencies") && (command_line.command == "scan" || command_line.command == "staged");
  scope.whole_tree = command_line.command == "scan" && command_line.include.empty() &&
                     command_line.exclude.empty() && !command_line.tracked && command_line.paths.size() < 2;
  for (const FlowRule* rule : flow_rules) scope.flow_rules.emplace_back(rule->rule.id);
  scope.disabled_flow_rules = setup.disabled_flow_rules;
  for (std::size_t i = 0; i < setup.rules.size(); ++i) {
    // One that another of its id replaced is not switched off.
    if (!setup.rules.enabled(i) && setup.rules.find(setup.rules[i].rule.id) == i)
      scope.disabled_secret_rules.emplace_back(setup.rules[i].rule.id);
  }
  std::sort(scope.disabled_secret_rules.begin(), scope.disabled_secret_rules.end());
  if (!report.ledger.inputs.empty()) {
    const Result<const ConfigRuleSet*> rules = setup.config_rules->rules();
    if (rules) scope.config_rules = *rules;
  }
  close_ledger(scope, report);
}

}  // namespace

std::string baseline_path(const CommandLine& command_line) {
  if (!command_line.baseline.empty()) return command_line.baseline;
  const auto base =
      TreeSource::base_of(command_line.paths.empty() ? std::vector<std::string>{"."} : command_line.paths);
  return below(base ? *base : ".", kBaselineFile);
}

Result<ScanRun> scan_as_asked(const CommandLine& command_line, const std::optional<IdentityKey>& own_key) {
  if (const auto known = check_reasons(command_line); !known) return known.error();
  const Deadline deadline(command_line.deadline);
  Result<Origin> origin = origin_of(command_line, deadline);
  if (!origin) return origin.error();
  ScanRun run;
  Result<Setup> setup = load_setup(command_line, origin->base);
  if (!setup) return setup.error();
  run.setup = std::make_unique<Setup>(std::move(*setup));
  if (origin->source == nullptr && !origin->history) {
    auto source = tree_source(command_line, run.setup->merged, origin->base);
    if (!source) return source.error();
    origin->source = std::move(*source);
  }
  const bool with_flows = looks_for_flows(command_line);
  Result<std::vector<const FlowRule*>> flow_rules = std::vector<const FlowRule*>();
  // Who else looks at the targets sees them on their way to the scan.
  std::optional<Program> program;
  std::vector<Target> touched;  // of a change, what is C or C++
  std::optional<NotingSource> noting_program;
  if (with_flows) {
    flow_rules = flow_rules_as_asked(command_line, *run.setup);
    if (!flow_rules) return flow_rules.error();
    if (origin->staged == nullptr && origin->range == nullptr) program.emplace(*origin->source);
    noting_program.emplace(
        *origin->source,
        [&](const Target& target) {
          if (program) return program->add(target);
          if (!is_program_file(target.path)) return false;
          touched.push_back(target);
          return true;
        },
        command_line.asks_only_for("sast"));
  }
  const bool with_dependencies = (command_line.command == "scan" || command_line.command == "deps" ||
                                  command_line.command == "sbom" || command_line.command == "staged") &&
                                 command_line.asks_for("dependencies");
  const bool with_range_dependencies = origin->range != nullptr && command_line.asks_for("dependencies");
  DependencyTargets dependency_targets;
  std::optional<NotingSource> noting_dependencies;
  if (with_range_dependencies) {
    Result<std::unique_ptr<DependencySetup>> dependencies = load_dependency_setup(command_line, *run.setup);
    if (!dependencies) return dependencies.error();
    run.dependencies = std::move(*dependencies);
  }
  if (with_dependencies) {
    Result<std::unique_ptr<DependencySetup>> dependencies = load_dependency_setup(command_line, *run.setup);
    if (!dependencies) return dependencies.error();
    run.dependencies = std::move(*dependencies);
    noting_dependencies.emplace(
        noting_program ? static_cast<Source&>(*noting_program) : *origin->source,
        [&](const Target& target) { return dependency_targets.add(target); },
        command_line.asks_only_for("dependencies"));
  }
  Result<Accepted> accepted = load_accepted(command_line, origin->base, *run.setup);
  if (!accepted) return accepted.error();

  const char* home = std::getenv("HOME");
  IdentityKeySources keys;
  keys.key_file = command_line.identity_key;
  keys.environment_key = or_empty(std::getenv("TRAWL_IDENTITY_KEY"));
  keys.baseline = accepted->baseline ? &*accepted->baseline : nullptr;
  keys.state_folder = state_folder_of(std::getenv("XDG_STATE_HOME"), home);
  Result<ChosenIdentityKey> key = choose_identity_key(keys);
  if (!key) return key.error();
  run.key_supplied =
      key->origin == IdentityKeyOrigin::kFile || key->origin == IdentityKeyOrigin::kEnvironment;
  if (own_key && !run.key_supplied) key->key = *own_key;
  run.key = key->key;
  run.today = command_line.as_of.empty() ? today() : command_line.as_of;
  const Fingerprinter fingerprinter(key->key);

  Result<std::unique_ptr<MatchEngine>> engine =
      make_engine(run.setup->rules, builtin_database, cache_folder_of(std::getenv("XDG_CACHE_HOME"), home),
                  run.setup->notifications);
  if (!engine) return engine.error();

  Report head;
  head.command = command_line.command;
  head.category = command_line.category.empty() ? origin->category : command_line.category;
  head.root = origin->root;
  if (!command_line.repository_uri.empty()) {
    const std::string& uri = command_line.repository_uri;
    const std::size_t scheme = uri.find("://");
    if (scheme == std::string::npos ||
        uri.substr(0, uri.find('/', scheme + 3)).find('@') != std::string::npos) {
      return Error(
          "--repository-uri: write an address with a scheme and without a user, as https://example.org/a/b");
    }
    head.repository_uri = uri;
  }
  head.rules = run.setup->rules.in_force();
  head.notifications = run.setup->notifications;
  if (run.setup->merged.fail_on) head.fail_on = *run.setup->merged.fail_on;
  if (!command_line.fail_on.empty()) head.fail_on = *severity_named(command_line.fail_on);
  if (command_line.timestamps) head.start_time = timestamp();

  Acceptance acceptance;
  acceptance.baseline = accepted->baseline ? &*accepted->baseline : nullptr;
  acceptance.ignore_file = accepted->ignore_file ? &*accepted->ignore_file : nullptr;
  acceptance.today = run.today;
  acceptance.baseline_name = accepted->baseline_name;
  acceptance.covers_baseline =
      command_line.command == "scan" && command_line.include.empty() && command_line.exclude.empty() &&
      (command_line.paths.empty() || command_line.paths == std::vector<std::string>{"."});

  const bool progress_wanted = !command_line.no_progress && !command_line.quiet && isatty(STDERR_FILENO) != 0;
  Progress progress(progress_wanted, deadline);
  ScanOptions options;
  options.threads = command_line.threads != 0 ? command_line.threads : usable_processors();
  options.strict_checksums =
      command_line.strict_checksums || run.setup->merged.strict_checksums.value_or(false);
  options.honour_inline_comments = !command_line.untrusted && !command_line.ignore_comments;
  options.greater_archives_are_lost = command_line.command != "staged";
  if (!options.greater_archives_are_lost) options.largest_archive = kLargestStagedArchive;
  if (!command_line.archives.empty()) {
    const auto size =
        command_line.archives == "off" ? std::optional<std::uint64_t>(0) : size_named(command_line.archives);
    if (!size || *size > kLargestArchive) {
      return Error(fmt::format("--archives: '{}' is neither 'off' nor a size of at most 1G, as 64M",
                               command_line.archives));
    }
    options.largest_archive = *size;
  }
  options.show_secrets = command_line.show_secrets;
  options.patterns = !command_line.asks_only_for("sast");
  options.secrets = command_line.asks_for("secrets");
  options.observer = &progress;
  const bool with_files = command_line.command != "stdin" || !command_line.stdin_path.empty();
  if (with_files && command_line.asks_for("config")) {
    run.setup->config_rules->set_today(run.today);
    options.config_engine = [rules = run.setup->config_rules.get()](std::string_view kind) {
      return rules->engine(kind);
    };
  }
  options.config_absence = command_line.command == "scan" ||
                           command_line.command == "deps";  // a change is not asked what it leaves out
  if (command_line.command == "scan" && command_line.paths.size() <= 1 && command_line.include.empty() &&
      command_line.exclude.empty()) {
    const std::string root = command_line.paths.empty() ? "." : command_line.paths[0];
    std::error_code none;
    // Only of a project's own root can it be said that something is nowhere in it. A policy of its own makes
    // a folder of a larger repository one.
    for (const char* mark : {".git", ".trawl"}) {
      if (std::filesystem::exists(std::filesystem::path(root) / mark, none)) options.tree_root = root;
    }
  }
  options.today = run.today;
  if (origin->staged != nullptr && !command_line.whole_files) {
    options.lines_in_scope = [staged = origin->staged](const Target& target) {
      return staged->added_lines_of(target);
    };
  }
  HistoryOptions history;
  if (origin->history) {
    Result<std::string> file = verdict_file_of(command_line, *origin->history, run.setup->rules,
                                               options.strict_checksums, head.notifications);
    if (!file) return file.error();
    history.verdict_file = std::move(*file);
    history.verdict_key = run.setup->config_rules->changes();
    if (!command_line.memory_limit.empty()) {
      const std::optional<std::uint64_t> limit = size_named(command_line.memory_limit);
      if (!limit) {
        return Error(fmt::format("--memory-limit: '{}' is no size; write a number and K, M or G, as 64M",
                                 command_line.memory_limit));
      }
      history.memory = *limit;
    }
  }
  if (origin->range != nullptr) {
    head.revision_id = origin->range->tip_id();
    options.places_in_scope = [range = origin->range,
                               whole = command_line.whole_files](const Target& target) {
      ScopedPlaces scoped = range->places_of(target);
      if (whole) {
        for (ScopedPlace& place : scoped.places) place.lines = {kAllLines};
      }
      return scoped;
    };
  }
  std::optional<Error> flow_trouble;
  const auto look_for_flows = [&](Report& found) {
    // What was looked at for the sake of others is not told.
    std::erase_if(found.findings, [&](const Finding& finding) {
      return !command_line.asks_for(finding.rule->kind == RuleKind::kConfig ? "config" : "secrets");
    });
    if (noting_dependencies) {
      std::tie(run.dependency_files, run.dependency_audit) =
          add_dependencies(command_line, *origin->source, std::move(dependency_targets), *run.dependencies,
                           **engine, fingerprinter, options, found);
    }
    if (with_range_dependencies)
      add_range_dependencies(command_line, *origin->range, *run.dependencies, **engine, fingerprinter,
                             options, found);
    if (!with_flows) return;
    for (const FlowRule* rule : *flow_rules) found.rules.push_back(&rule->rule);
    std::sort(found.rules.begin(), found.rules.end(),
              [](const Rule* a, const Rule* b) { return a->id < b->id; });
    const std::vector<ModelFile>& models = run.setup->models;
    const Result<void> added =
        origin->staged != nullptr
            ? add_flows_of_index(command_line, origin->base, *origin->staged, touched, *flow_rules, **engine,
                                 fingerprinter, options, models, found)
        : origin->range != nullptr
            ? add_flows_of_range(command_line, origin->base, *origin->range, touched, *flow_rules, **engine,
                                 fingerprinter, options, models, found)
            : add_flows(command_line, origin->base, *program, *flow_rules, **engine, fingerprinter, options,
                        models, nullptr, found);
    if (!added) flow_trouble = added.error();
  };
  const auto scan_origin = [&] {
    if (!origin->history) {
      Source& source = noting_dependencies ? static_cast<Source&>(*noting_dependencies)
                       : noting_program    ? static_cast<Source&>(*noting_program)
                                           : *origin->source;
      return scan(source, **engine, fingerprinter, acceptance, options, std::move(head), look_for_flows);
    }
    history.scan = options;
    history.incremental = !command_line.no_incremental;
    history.untrusted = command_line.untrusted;
    history.authors = command_line.authors;
    if (!command_line.manifest.empty()) history.manifest = &run.manifest.emplace();
    return scan_history(*origin->history, **engine, fingerprinter, acceptance, history, std::move(head));
  };
  Result<Report> report = scan_origin();
  if (!report) return report.error();
  if (flow_trouble) return *flow_trouble;
  run.report = std::move(*report);
  for (const Rule* rule : run.setup->config_rules->used()) run.report.rules.push_back(rule);
  std::sort(run.report.rules.begin(), run.report.rules.end(),
            [](const Rule* a, const Rule* b) { return a->id < b->id; });
  if (!run.report.findings.empty()) {
    for (Notification& notification : key->notifications)
      run.report.notifications.push_back(std::move(notification));
  }
  settle_ledger(command_line, *run.setup, *flow_rules, options.config_absence, run.report);
  if (command_line.timestamps) run.report.end_time = timestamp();
  if (run.report.coverage.files_met == 0 && command_line.command == "deps") {
    // As npm audit does without a lock file: nobody is told that unknown dependencies are sound.
    run.report.notifications.push_back(notify(
        Reason::kVulnerabilityData, "", "there is no lock file and no manifest here: nothing was compared"));
  } else if (run.report.coverage.files_met == 0) {
    run.report.notifications.push_back(
        notify(Reason::kNothingInScope, "",
               command_line.command == "staged"  ? "nothing is staged that differs from HEAD"
               : command_line.command == "range" ? "the range holds no commit: there was nothing to look at"
                                                 : "0 files are in scope"));
  }
  if (deadline.stopped()) {
    run.report.notifications.push_back(
        notify(Reason::kTimeout, "",
               fmt::format("stopped after {} s, as the deadline says; what was examined so far is reported",
                           *command_line.deadline)));
  }
  if (stop_signal() != 0) {
    run.report.interrupted = true;
    run.report.signal = stop_signal();
    run.report.notifications.push_back(
        notify(Reason::kInterrupted, "",
               fmt::format("stopped by signal {}; what was examined so far is reported", stop_signal())));
  }
  for (Notification& notification : run.report.notifications) {
    strip_folder(notification.subject, origin->base);
    strip_folder(notification.message, origin->base);
  }
  std::sort(run.report.notifications.begin(), run.report.notifications.end());
  run.accepted_baseline = std::move(accepted->baseline);
  run.base = origin->base;
  return run;
}

static Result<void> deliver_manifest(const ScanRun& run, const std::string& file) {
  Result<Output> output = Output::to_file(file);
  if (!output) return output.error().during("writing the manifest");
  Result<void> written = write_manifest(*run.manifest, run.report, *output);
  const Result<void> finished = output->finish();
  if (!finished) return finished.error().during("writing the manifest");
  return written;
}

ExitCode exit_code_of(const Report& report, const CommandLine& command_line) {
  return relaxed(report.exit_code(), report, command_line);
}

int run_scan(const CommandLine& command_line) {
  const Result<Delivery> delivery = Delivery::prepare(command_line);
  if (!delivery) return usage_error(delivery.error());
  const Result<ScanRun> run = scan_as_asked(command_line);
  if (!run) return usage_error(run.error());
  if (command_line.require_scope && run->report.coverage.files_met == 0) {
    return usage_error(Error("there was nothing to scan, and --require-scope was given"));
  }
  if (const auto delivered = delivery->deliver(run->report); !delivered) {
    complain(delivered.error().sentence());
    return static_cast<int>(ExitCode::kNotDelivered);
  }
  if (run->manifest) {
    if (const auto delivered = deliver_manifest(*run, command_line.manifest); !delivered) {
      complain(delivered.error().sentence());
      return static_cast<int>(ExitCode::kNotDelivered);
    }
  }
  const int code = static_cast<int>(exit_code_of(run->report, command_line));
  if (const auto logged = log_scan(command_line, run->report, code); !logged) {
    complain("the log was not written: " + logged.error().sentence());
    return static_cast<int>(ExitCode::kNotDelivered);
  }
  return code;
}

}  // namespace trawl
