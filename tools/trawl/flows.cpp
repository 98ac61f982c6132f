#include "tools/trawl/flows.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "engine/base/escape.h"
#include "engine/base/glob.h"
#include "engine/sandbox/worker_process.h"
#include "engine/sast/compile_database.h"
#include "engine/scan/engine_factory.h"
#include "engine/scan/flow_report.h"
#include "engine/scan/flow_scan.h"
#include "engine/source/tree_source.h"
#include "engine/store/file.h"
#include "tools/trawl/console.h"
#include "tools/trawl/flow_rules.h"

namespace trawl {
namespace {

// Files beside a change that are parsed though nothing is known of them yet. A hook is waited for: in a
// project of more it looks at what changes and at what is known, and each commit would else learn a few of
// them.
constexpr std::size_t kMostOthersStaged = 40;
constexpr std::size_t kMostOthersOfRange = 2000;

std::string absolute(const std::string& path) {
  char* resolved = realpath(path.c_str(), nullptr);
  if (resolved == nullptr) return "";
  std::string text = resolved;
  std::free(resolved);
  return text;
}

// What stands in front of the paths of a program, relative to `base`: something where one folder is scanned
// that is not below the current one, under the name that was typed.
std::string prefix_of(const CommandLine& command_line, const std::string& base) {
  if (base == "." || command_line.command != "scan" || command_line.paths.size() != 1 ||
      command_line.paths.front().starts_with('/'))
    return "";
  const std::string folder = Program::path_in_program(command_line.paths.front());
  return folder.empty() ? "" : folder + "/";
}

// Paths of a compile database are relative to the base, those of the program to where trawl was
// started.
void move_below(const std::string& prefix, sast::CompileDatabase& database) {
  constexpr std::string_view kProgram = "/program/";
  if (prefix.empty()) return;
  std::map<std::string, std::vector<std::string>> moved;
  for (auto& [path, flags] : database.flags) {
    for (std::string& flag : flags) {
      if (flag.starts_with(kProgram)) flag.insert(kProgram.size(), prefix);
    }
    moved.try_emplace(prefix + path, std::move(flags));
  }
  database.flags = std::move(moved);
}

// The compile database that was asked for, else the one at the top of the tree or in its build folder.
Result<std::optional<sast::CompileDatabase>> database_for(const CommandLine& command_line,
                                                          const std::string& base, Report& report) {
  const bool asked = !command_line.build_folder.empty();
  std::string path;
  if (asked) {
    path = command_line.build_folder + "/compile_commands.json";
  } else {
    for (const char* name : {"/compile_commands.json", "/build/compile_commands.json"}) {
      const std::string& folder = command_line.command == "scan" && command_line.paths.size() == 1
                                      ? command_line.paths.front()
                                      : base;
      if (path.empty() && file_exists(folder + name)) path = folder + name;
    }
    if (path.empty()) return std::optional<sast::CompileDatabase>();
  }
  const auto trouble = [&](const Error& error) -> Result<std::optional<sast::CompileDatabase>> {
    if (asked) return error.during("reading the compile database " + path);
    report.notifications.push_back(
        notify(Reason::kCompileDatabase, "compile_commands.json", "it is not used: " + error.sentence()));
    return std::optional<sast::CompileDatabase>();
  };
  const Result<std::string> text = read_regular_file(path, {.most_bytes = sast::kMostCompileDatabaseBytes});
  if (!text) return trouble(text.error());
  Result<sast::CompileDatabase> database = sast::read_compile_database(*text, absolute(base));
  if (!database) return trouble(database.error());
  move_below(prefix_of(command_line, base), *database);
  const auto note = [&](const std::string& sentence, std::uint64_t count) {
    Notification notification = notify(Reason::kCompileDatabase, "compile_commands.json", sentence);
    notification.count = count;
    report.notifications.push_back(std::move(notification));
  };
  for (const auto& [flag, count] : database->dropped)
    note(fmt::format("the flag {} is not honoured", flag), count);
  if (database->outside > 0) note("entries lie outside the scanned tree", database->outside);
  if (database->other_languages > 0) note("entries are neither C nor C++", database->other_languages);
  return std::optional<sast::CompileDatabase>(std::move(*database));
}

bool is_wanted(std::string_view glob_text, std::string_view id) {
  // Globs of paths serve for ids, which hold no slash.
  const Result<Glob> glob = Glob::compile(glob_text);
  return glob && glob->matches(id, false);
}

}  // namespace

std::string worker_path() {
  return program_beside_this("trawl-clang");
}

Result<std::vector<const FlowRule*>> flow_rules_as_asked(const CommandLine& command_line, Setup& setup) {
  std::vector<const FlowRule*> rules;
  for (const FlowRule& rule : builtin_flow_rules()) rules.push_back(&rule);
  for (const std::string& glob : command_line.checkers) {
    const bool any = std::any_of(rules.begin(), rules.end(),
                                 [&](const FlowRule* rule) { return is_wanted(glob, rule->rule.id); });
    if (!any)
      return Error(
          fmt::format("--checkers: '{}' is the id of no rule about C and C++; see trawl rules list", glob));
  }
  std::erase_if(rules, [&](const FlowRule* rule) {
    const auto& disabled = setup.disabled_flow_rules;
    if (std::find(disabled.begin(), disabled.end(), rule->rule.id) != disabled.end()) return true;
    if (command_line.checkers.empty()) return false;
    return std::none_of(command_line.checkers.begin(), command_line.checkers.end(),
                        [&](const std::string& glob) { return is_wanted(glob, rule->rule.id); });
  });
  for (const FlowRule*& rule : rules) {
    const auto changed = setup.flow_severities.find(std::string(rule->rule.id));
    if (changed == setup.flow_severities.end()) continue;
    setup.changed_flow_rules.push_back(std::make_unique<FlowRule>(*rule));
    setup.changed_flow_rules.back()->rule.severity = changed->second;
    rule = setup.changed_flow_rules.back().get();
  }
  return rules;
}

Result<void> add_flows(const CommandLine& command_line, const std::string& base, Program& program,
                       const std::vector<const FlowRule*>& rules, const MatchEngine& engine,
                       const Fingerprinter& fingerprinter, const ScanOptions& options,
                       const std::vector<ModelFile>& models, const std::set<std::string>* touched,
                       Report& report) {
  program.close();
  if (rules.empty() || (program.units().empty() && program.paths().empty())) {
    if (!command_line.build_folder.empty()) {
      const auto database = database_for(command_line, base, report);
      if (!database) return database.error();
    }
    return {};
  }
  const auto not_looked_at = [&](const std::string& why) {
    report.notifications.push_back(
        notify(Reason::kNoParser, "",
               fmt::format("{}: {} files of C or C++ were not looked at for flows", why,
                           touched != nullptr ? touched->size() : program.paths().size())));
    std::sort(report.notifications.begin(), report.notifications.end());
  };
  FlowScanOptions flow_options;
  flow_options.worker = worker_path();
  if (flow_options.worker.empty()) {
    not_looked_at("trawl-clang is not beside trawl");
    return {};
  }
  const auto database = database_for(command_line, base, report);
  if (!database) return database.error();
  if (*database) flow_options.database = &**database;
  flow_options.cache_folder = cache_folder_of(std::getenv("XDG_CACHE_HOME"), std::getenv("HOME"));
  flow_options.threads = options.threads;
  flow_options.library = command_line.library;
  flow_options.recycle_always = command_line.untrusted;
  flow_options.stop = [&options] {
    return options.observer != nullptr ? options.observer->stop() : stop_signal() != 0;
  };
  flow_options.models = models;
  flow_options.changed = touched;
  if (touched != nullptr) {
    const bool is_range = command_line.command != "staged";
    flow_options.most_others = is_range ? kMostOthersOfRange : kMostOthersStaged;
    flow_options.all_others_or_none = !is_range;
  }
  for (const FlowRule* rule : rules) flow_options.rules.emplace_back(rule->rule.id);
  Result<FlowScanResult> result = scan_for_flows(program, flow_options);
  if (!result) {
    not_looked_at(result.error().sentence());
    return {};
  }
  if (!report.program) report.program.emplace();
  *report.program += result->coverage;
  for (Notification& notification : result->notifications)
    report.notifications.push_back(std::move(notification));
  std::sort(report.notifications.begin(), report.notifications.end());
  if (!command_line.level.empty()) {
    const Severity least = *severity_named(command_line.level);
    std::erase_if(result->findings, [&](const sast::FlowFinding& finding) {
      const auto rule = std::find_if(rules.begin(), rules.end(), [&](const FlowRule* candidate) {
        return candidate->rule.id == finding.rule;
      });
      return finding.severity.value_or((*rule)->rule.severity) < least;
    });
  }
  FlowReporter(program, engine, fingerprinter, options, rules).add(result->findings, report);
  return {};
}

namespace {

ScanOptions on_lines_of(const ChangedProgram& changed, const ScanOptions& options) {
  ScanOptions narrowed = options;
  narrowed.places_in_scope = nullptr;
  narrowed.lines_in_scope = [&changed](const Target& target) { return changed.lines_of(target); };
  return narrowed;
}

}  // namespace

Result<void> add_flows_of_index(const CommandLine& command_line, const std::string& base,
                                const StagedSource& staged, const std::vector<Target>& touched,
                                const std::vector<const FlowRule*>& rules, const MatchEngine& engine,
                                const Fingerprinter& fingerprinter, const ScanOptions& options,
                                const std::vector<ModelFile>& models, Report& report) {
  if (touched.empty()) return {};
  const Result<std::unique_ptr<ChangedProgram>> changed =
      ChangedProgram::of_index(staged, touched, command_line.whole_files);
  if (!changed) return changed.error();
  return add_flows(command_line, base, (*changed)->program(), rules, engine, fingerprinter,
                   on_lines_of(**changed, options), models, &(*changed)->touched(), report);
}

Result<void> add_flows_of_range(const CommandLine& command_line, const std::string& base,
                                const RangeSource& range, const std::vector<Target>& touched,
                                const std::vector<const FlowRule*>& rules, const MatchEngine& engine,
                                const Fingerprinter& fingerprinter, const ScanOptions& options,
                                const std::vector<ModelFile>& models, Report& report) {
  if (touched.empty()) return {};
  std::set<std::tuple<std::string, std::string, std::uint32_t>> told;
  for (const std::unique_ptr<ChangedProgram>& changed :
       ChangedProgram::of_range(range, touched, command_line.whole_files, report.notifications)) {
    Report of_tip;
    const Result<void> added = add_flows(command_line, base, changed->program(), rules, engine, fingerprinter,
                                         on_lines_of(*changed, options), models, &changed->touched(), of_tip);
    if (!added) return added;
    if (of_tip.program) {
      if (!report.program) report.program.emplace();
      *report.program += *of_tip.program;
    }
    for (Notification& notification : of_tip.notifications)
      report.notifications.push_back(std::move(notification));
    // What several tips have counts once.
    for (Finding& finding : of_tip.findings) {
      const Location& at = finding.locations.front();
      if (told.emplace(finding.fingerprint, at.path, at.region.start_line.value).second)
        report.findings.push_back(std::move(finding));
    }
  }
  std::sort(report.notifications.begin(), report.notifications.end());
  report.sort_findings();
  return {};
}

Result<std::string> explain_flows(const CommandLine& command_line, Setup& setup, const std::string& path,
                                  std::uint32_t line, std::string_view shown_text) {
  if (!is_program_file(path)) return std::string();
  FlowScanOptions flow_options;
  flow_options.worker = worker_path();
  if (flow_options.worker.empty())
    return std::string("trawl-clang is not beside trawl: nothing is known of flows here\n");
  // A file of the tree at hand is looked at with all of that, as in a scan from here; another one by its
  // folder.
  CommandLine scan = command_line;
  scan.command = "scan";
  scan.paths = {"."};
  if (path.starts_with('/') || path.starts_with("../")) {
    const std::size_t slash = path.rfind('/');
    scan.paths = {slash == 0 ? "/" : path.substr(0, slash)};
  }
  TreeOptions options;
  options.paths = scan.paths;
  options.include = setup.merged.include;
  options.exclude = setup.merged.exclude;
  const Result<std::string> base = TreeSource::base_of(options.paths);
  if (!base) return base.error();
  Result<std::unique_ptr<TreeSource>> source = TreeSource::create(std::move(options));
  if (!source) return source.error();
  Program program(**source);
  std::vector<Notification> notifications;
  Coverage coverage;
  std::string shown;
  const std::string wanted = scan.paths.front() == "." ? path : path.substr(path.rfind('/') + 1);
  while (const std::optional<Target> target = (*source)->next(notifications, coverage)) program.add(*target);
  program.close();
  const std::string in_program = Program::path_in_program(wanted);
  for (const std::string& one : program.paths()) {
    if (one == in_program || (scan.paths.front() != "." && one.ends_with("/" + in_program))) shown = one;
  }
  if (shown.empty()) return std::string("the file is not in scope of a scan from here\n");
  Report report;
  const auto database = database_for(scan, *base, report);
  if (!database) return database.error();
  if (*database) flow_options.database = &**database;
  flow_options.cache_folder = cache_folder_of(std::getenv("XDG_CACHE_HOME"), std::getenv("HOME"));
  flow_options.stop = [] { return stop_signal() != 0; };
  flow_options.models = setup.models;
  flow_options.explain_path = shown;
  flow_options.explain_line = line;
  for (const FlowRule& rule : builtin_flow_rules()) flow_options.rules.emplace_back(rule.rule.id);
  const Result<FlowScanResult> result = scan_for_flows(program, flow_options);
  if (!result) return result.error();
  // As in reports: a name is shown where it stands in the file without any secret, or is one of our own
  // words.
  const auto checked = [&](std::string name) {
    for (std::size_t at = 0; at < name.size();) {
      const std::size_t begin = at;
      while (at < name.size() && (std::isalnum(static_cast<unsigned char>(name[at])) != 0 || name[at] == '_'))
        ++at;
      if (at == begin) {
        ++at;
      } else if (shown_text.find(name.substr(begin, at - begin)) == std::string_view::npos) {
        return std::string();
      }
    }
    return name;
  };
  std::string text;
  for (sast::KnownRow row : result->known) {
    if (row.what != sast::Known::kPasses) row.name = checked(std::move(row.name));
    if (row.what == sast::Known::kMoves || row.what == sast::Known::kHolds)
      row.other = checked(std::move(row.other));
    if (!row.place.path.empty()) row.place.path = program.shown(row.place.path);
    text += escape_for_terminal(sast::sentence_of(row), 1 << 10) + "\n";
  }
  if (text.empty())
    text = "the engine of flows knows nothing of this line: no function of the file stands in front of it\n";
  for (const Notification& notification : result->notifications) {
    if (notification.subject == program.shown(shown) || notification.subject.empty())
      text += escape_for_terminal(notification.message, 1 << 10) + "\n";
  }
  return "flows in C and C++:\n" + text;
}

}  // namespace trawl
