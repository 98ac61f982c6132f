#include "tools/trawl/dependencies.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/source/tree_object_source.h"
#include "engine/store/file.h"
#include "tools/trawl/dependency_rules.h"

namespace trawl {
namespace {

constexpr std::size_t kMostVexBytes = std::size_t{16} << 20;
constexpr unsigned kUsualDays = 7;

bool is_asked_for(const CommandLine& command_line) {
  return command_line.command == "deps" || !command_line.vulndb.empty();
}

Notification about_data(const CommandLine& command_line, std::string message) {
  Notification notification = notify(Reason::kVulnerabilityData, "", std::move(message));
  // Who asks for known vulnerabilities does not get "nothing found" for an answer.
  notification.incomplete = is_asked_for(command_line);
  if (!notification.incomplete) notification.level = NotificationLevel::kNote;
  return notification;
}

}  // namespace

namespace {

// The files about dependencies of a tree, with what reads them.
struct TreeFiles {
  std::unique_ptr<TreeObjectSource> source;
  std::vector<Target> targets;
};

TreeFiles dependency_files_of(const ObjectDatabase& database, const ObjectId& tree,
                              std::vector<Notification>& notifications) {
  TreeFiles files;
  files.source = std::make_unique<TreeObjectSource>(
      database, tree, [](std::string_view path) { return dependency_reader_of(path) != nullptr; });
  Coverage none;
  while (std::optional<Target> target = files.source->next(notifications, none)) {
    // What is beyond the limit is told by who reads them.
    if (files.targets.size() > DependencyTargets::kMostFiles) break;
    files.targets.push_back(std::move(*target));
  }
  return files;
}

DependencyTargets all_of(const TreeFiles& files) {
  DependencyTargets targets;
  for (const Target& target : files.targets) targets.add(target);
  return targets;
}

}  // namespace

void add_range_dependencies(const CommandLine& command_line, const RangeSource& range, DependencySetup& setup,
                            const MatchEngine& engine, const Fingerprinter& fingerprinter,
                            const ScanOptions& options, Report& report) {
  // Most ranges touch no such file, and then no tree is walked.
  const std::vector<std::string> paths = range.final_paths();
  if (std::none_of(paths.begin(), paths.end(),
                   [](const std::string& path) { return dependency_reader_of(path) != nullptr; }))
    return;
  const ObjectDatabase& database = range.database();
  std::set<std::pair<std::string, std::string>> before;  // path and blob
  std::vector<TreeFiles> bases;
  for (const std::optional<ObjectId>& tree : range.base_trees()) {
    if (!tree) continue;
    bases.push_back(dependency_files_of(database, *tree, report.notifications));
    for (const Target& target : bases.back().targets) before.emplace(target.path, target.blob_id);
  }
  ScanOptions whole = options;
  whole.lines_in_scope = nullptr;
  whole.places_in_scope = nullptr;
  std::set<std::string> known;
  std::vector<Finding> fresh;
  const auto is_mine = [](const Finding& finding) { return finding.rule->kind == RuleKind::kDependency; };
  bool bases_judged = false;
  for (const std::optional<ObjectId>& tree : range.tip_trees()) {
    if (!tree) continue;
    const TreeFiles tip = dependency_files_of(database, *tree, report.notifications);
    std::set<std::string_view> changed;
    for (const Target& target : tip.targets) {
      if (!before.contains({target.path, target.blob_id})) changed.insert(target.path);
    }
    if (changed.empty()) continue;
    for (std::size_t i = 0; i < bases.size() && !bases_judged; ++i) {
      Report of_base;
      const std::vector<Notification> kept = setup.notifications;
      add_dependencies(command_line, *bases[i].source, all_of(bases[i]), setup, engine, fingerprinter, whole,
                       of_base);
      setup.notifications = kept;
      for (const Finding& finding : of_base.findings) known.insert(finding.fingerprint);
    }
    bases_judged = true;
    add_dependencies(command_line, *tip.source, all_of(tip), setup, engine, fingerprinter, whole, report);
    for (Finding& finding : report.findings) {
      if (!is_mine(finding)) continue;
      if (!changed.contains(finding.locations.front().path) || known.contains(finding.fingerprint)) continue;
      if (finding.rule->id == "dep-install-script")
        finding.severity = std::max(finding.severity, Severity::kMedium);
      fresh.push_back(std::move(finding));
    }
    std::erase_if(report.findings, is_mine);
  }
  // What several tips have counts once.
  for (Finding& finding : fresh) {
    if (known.insert(finding.fingerprint).second) report.findings.push_back(std::move(finding));
  }
  report.sort_findings();
}

std::string default_vulnerability_index() {
  if (const char* named = std::getenv("TRAWL_VULNDB"); named != nullptr && *named != '\0') return named;
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && data[0] == '/')
    return std::string(data) + "/trawl/vulndb";
  if (const char* home = std::getenv("HOME"); home != nullptr && home[0] == '/')
    return std::string(home) + "/.local/share/trawl/vulndb";
  return {};
}

Result<std::unique_ptr<DependencySetup>> load_dependency_setup(const CommandLine& command_line,
                                                               const Setup& setup) {
  auto dependencies = std::make_unique<DependencySetup>();
  for (const Rule& rule : builtin_dependency_rules()) {
    const auto& disabled = setup.disabled_dependency_rules;
    if (std::find(disabled.begin(), disabled.end(), rule.id) != disabled.end()) {
      dependencies->disabled.emplace_back(rule.id);
      continue;
    }
    const auto changed = setup.dependency_severities.find(std::string(rule.id));
    if (changed == setup.dependency_severities.end()) {
      dependencies->rules.push_back(&rule);
    } else {
      dependencies->changed_rules.push_back(std::make_unique<Rule>(rule));
      dependencies->changed_rules.back()->severity = changed->second;
      dependencies->rules.push_back(dependencies->changed_rules.back().get());
    }
  }
  const bool named = !command_line.vulndb.empty();
  const std::string path = named ? command_line.vulndb : default_vulnerability_index();
  dependencies->index_path = path;
  if (named || (!path.empty() && file_exists(path))) {
    Result<VulnerabilityIndex> index = VulnerabilityIndex::open(path);
    if (!index) return index.error().during("opening the index of vulnerabilities");
    dependencies->index.emplace(std::move(*index));
    VulnerabilityData data;
    data.newest_record = dependencies->index->newest_record();
    data.age_seconds =
        std::max<std::int64_t>(0, static_cast<std::int64_t>(std::time(nullptr)) - data.newest_record);
    const std::int64_t most = std::int64_t{command_line.vulndb_max_age.value_or(kUsualDays)} * 86400;
    data.stale = data.age_seconds > most;
    data.records = dependencies->index->record_count();
    data.digest = dependencies->index->source_digest();
    dependencies->data = std::move(data);
  }
  for (const std::string& file : command_line.vex_files) {
    const Result<std::string> bytes = read_regular_file(file, {.most_bytes = kMostVexBytes});
    if (!bytes) return bytes.error().during("reading VEX statements");
    std::vector<std::string> ignored;
    if (const auto added = dependencies->vex.add(*bytes, ignored); !added) return added.error().during(file);
    for (const std::string& why : ignored) {
      dependencies->notifications.push_back(notify(Reason::kConfigurationIgnored, file, why));
    }
  }
  return dependencies;
}

std::pair<std::vector<DependencyFile>, DependencyAudit> add_dependencies(
    const CommandLine& command_line, const Source& source, DependencyTargets targets, DependencySetup& setup,
    const MatchEngine& engine, const Fingerprinter& fingerprinter, const ScanOptions& options,
    Report& report) {
  if (targets.empty()) return {};
  DependencyScan scan(source, engine, fingerprinter, options);
  scan.read(std::move(targets), report.notifications);
  for (Notification& notification : setup.notifications)
    report.notifications.push_back(std::move(notification));
  setup.notifications.clear();
  DependencyScanOptions dependency_options;
  if (setup.index) dependency_options.policy.vulnerabilities = &*setup.index;
  if (setup.vex.size() > 0) dependency_options.policy.vex = &setup.vex;
  dependency_options.policy.whole_tree = options.config_absence;
  dependency_options.rules = setup.rules;
  dependency_options.disabled = setup.disabled;
  dependency_options.data = setup.data;

  std::uint64_t packages = 0;
  for (const DependencyFile& file : scan.files()) packages += file.packages.size();
  if (packages > 0 && !setup.index) {
    report.notifications.push_back(about_data(
        command_line,
        fmt::format("{} locked packages were not compared with known vulnerabilities: there is no index "
                    "of them; build one with trawl vulndb build",
                    packages)));
  } else if (packages > 0 && setup.data->stale) {
    report.notifications.push_back(about_data(
        command_line,
        fmt::format(
            "the newest record of known vulnerabilities is of {}: it is older than {} days; build the index "
            "again from newer data",
            date_of_seconds(setup.data->newest_record), command_line.vulndb_max_age.value_or(kUsualDays))));
  }
  for (const Rule* rule : setup.rules) report.rules.push_back(rule);
  std::sort(report.rules.begin(), report.rules.end(),
            [](const Rule* a, const Rule* b) { return a->id < b->id; });
  scan.judge(dependency_options, report);
  if (setup.index && report.dependencies) {
    std::uint64_t unknown = 0;
    for (const DependencyInput& input : report.dependencies->inputs) unknown += input.not_looked_up;
    if (unknown > 0) {
      report.notifications.push_back(about_data(
          command_line,
          fmt::format("{} locked packages could not be compared with known vulnerabilities: the index "
                      "holds nothing about their ecosystem, or their versions have no order",
                      unknown)));
    }
  }
  std::sort(report.notifications.begin(), report.notifications.end());
  return {scan.take_files(), scan.take_audit()};
}

}  // namespace trawl
