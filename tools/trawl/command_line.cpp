#include "tools/trawl/command_line.h"

#include <sys/stat.h>

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "engine/rules/rule_file.h"
#include "tools/trawl/config_rules.h"

namespace trawl {
namespace {

constexpr const char* kReports = "Reports";
constexpr const char* kRules = "Rules and configuration";
constexpr const char* kAcceptance = "Accepted findings";
constexpr const char* kScope = "Scope";
constexpr const char* kRun = "Run";

// Whether the options of `app` are needed, see `CommandLine::only_command`.
bool is_wanted(const CLI::App& app, const CommandLine& into) {
  const CLI::App* command = &app;
  while (command->get_parent() != nullptr && command->get_parent()->get_parent() != nullptr)
    command = command->get_parent();
  return into.only_command.empty() || command->get_name() == into.only_command;
}

void add_rule_options(CLI::App& app, CommandLine& into) {
  if (!is_wanted(app, into)) return;
  app.add_option("--config", into.config, "Read this configuration file instead of .trawl.toml")
      ->type_name("FILE")
      ->group(kRules);
  app.add_flag("--no-config", into.no_config, "Read no configuration file")->group(kRules);
  app.add_option("--rules", into.rule_files, "Add the rules of this file (repeatable)")
      ->type_name("FILE")
      ->allow_extra_args(false)
      ->group(kRules);
  app.add_option("--disable-rule", into.disabled_rules, "Switch this rule off (repeatable)")
      ->type_name("ID")
      ->allow_extra_args(false)
      ->group(kRules);
  CLI::Option* const untrusted =
      app.add_flag(
             "--untrusted", into.untrusted,
             "Honour nothing that the scanned files say: no configuration, baseline, ignore file or comment")
          ->group(kRules);
  app.add_option("--base", into.base,
                 "With --untrusted: honour configuration, baseline, ignore file, attestations and gate of "
                 "this commit")
      ->type_name("REV")
      ->needs(untrusted)
      ->group(kRules);
}

void add_judgement_options(CLI::App& app, CommandLine& into) {
  if (!is_wanted(app, into)) return;
  add_rule_options(app, into);
  app.add_option("--archives", into.archives,
                 "Open archives of up to this size, as 64MiB, or off (default: 128MiB, in staged 1MiB)")
      ->type_name("SIZE")
      ->group(kRules);
  app.add_option("--as-of", into.as_of, "The day that dates are compared with (default: today)")
      ->check([](const std::string& date) {
        return day_number(date) ? std::string() : std::string("a date is written as 2027-01-31");
      })
      ->type_name("DATE")
      ->group(kRules);
  app.add_flag("--strict-checksums", into.strict_checksums, "Drop tokens whose checksum is wrong")
      ->group(kRules);
}

void add_acceptance_options(CLI::App& app, CommandLine& into) {
  if (!is_wanted(app, into)) return;
  app.add_option("--baseline", into.baseline, "File of accepted findings (default: .trawl-baseline)")
      ->type_name("FILE")
      ->group(kAcceptance);
  app.add_flag("--no-baseline", into.no_baseline, "Use no baseline")->group(kAcceptance);
  app.add_option("--ignore-file", into.ignore_file, "File of ignored places (default: .trawlignore)")
      ->type_name("FILE")
      ->group(kAcceptance);
  app.add_option("--identity-key", into.identity_key, "File with the key of fingerprints")
      ->type_name("FILE")
      ->group(kAcceptance);
}

void add_report_options(CLI::App& app, CommandLine& into) {
  if (!is_wanted(app, into)) return;
  app.add_option("-o,--output", into.outputs,
                 "Write a report: text, json, jsonl or sarif (repeatable; default: text)")
      ->type_name("FORMAT[=FILE]")
      ->allow_extra_args(false)
      ->group(kReports);
  app.add_option("--sarif-profile", into.sarif_profile, "Whom SARIF is for: full or github")
      ->check(CLI::IsMember({"full", "github"}))
      ->type_name("NAME")
      ->capture_default_str()
      ->group(kReports);
  app.add_option(
         "--compat", into.compat,
         "Ids of rules as that tool has them: gitleaks, betterleaks, noseyparker, kingfisher or titus")
      ->check(CLI::IsMember({"gitleaks", "betterleaks", "noseyparker", "kingfisher", "titus"}))
      ->type_name("TOOL")
      ->group(kReports);
  app.add_option("--category", into.category, "SARIF category of the run")
      ->type_name("NAME")
      ->group(kReports);
  app.add_option("--repository-uri", into.repository_uri,
                 "Where the repository can be opened, for reports that name it")
      ->type_name("URI")
      ->group(kReports);
  app.add_option("--fail-on", into.fail_on,
                 "Least severity that makes the run fail: info, low, medium, high or critical")
      ->check(CLI::IsMember({"info", "low", "medium", "high", "critical"}))
      ->type_name("SEVERITY")
      ->group(kReports);
  app.add_option("--allow-incomplete", into.allow_incomplete,
                 "Reasons for which an incomplete run does not fail (see docs/commands.md)")
      ->type_name("REASON,...")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->group(kReports);
  app.add_flag("--show-secrets", into.show_secrets, "Show secrets in reports as they are")->group(kReports);
  app.add_flag("--timestamps", into.timestamps, "Put times into reports, which then differ from run to run")
      ->group(kReports);
}

void add_run_options(CLI::App& app, CommandLine& into) {
  if (!is_wanted(app, into)) return;
  app.add_option("--threads", into.threads, "Threads to use (default: one for each processor)")
      ->check(CLI::Range(1U, 1024U))
      ->type_name("N")
      ->group(kRun);
  app.add_flag("-q,--quiet", into.quiet, "Print findings and errors only")->group(kRun);
  app.add_flag("-v,--verbose", into.verbosity, "Print more (repeatable)")->group(kRun);
  app.add_option("--color", into.color, "Colours: auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN")
      ->capture_default_str()
      ->group(kRun);
  app.add_flag("--no-progress", into.no_progress, "Show no progress on the terminal")->group(kRun);
}

void add_log_option(CLI::App& app, CommandLine& into) {
  if (!is_wanted(app, into)) return;
  app.add_option("--log", into.log_file, "Append a line about this run to an audit log")
      ->type_name("FILE")
      ->group(kReports);
}

void add_scan_options(CLI::App& app, CommandLine& into) {
  add_report_options(app, into);
  add_judgement_options(app, into);
  add_acceptance_options(app, into);
  add_run_options(app, into);
}

void add_scope_options(CLI::App& app, CommandLine& into) {
  if (!is_wanted(app, into)) return;
  app.add_flag("--tracked", into.tracked, "Only files that git tracks")->group(kScope);
  app.add_option("--include", into.include, "Only files that match this glob (repeatable)")
      ->type_name("GLOB")
      ->allow_extra_args(false)
      ->group(kScope);
  app.add_option("--exclude", into.exclude, "Not the files that match this glob (repeatable)")
      ->type_name("GLOB")
      ->allow_extra_args(false)
      ->group(kScope);
  app.add_option(
         "--max-file-size", into.max_file_size,
         "Leave files larger than this unread, as 64MiB; each makes the run incomplete (default: no limit)")
      ->type_name("SIZE")
      ->group(kScope);
  app.add_flag("--require-scope", into.require_scope, "Fail with exit code 2 when there is nothing to scan")
      ->group(kScope);
}

void add_flow_options(CLI::App& app, CommandLine& into) {
  app.add_option(
         "--only", into.only,
         "Look for this only, or for several of them with commas between: secrets, flows in C and C++ "
         "(sast), configuration, dependencies")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"secrets", "sast", "config", "dependencies"}))
      ->type_name("WHAT")
      ->group(kScope);
  app.add_option("--checkers", into.checkers,
                 "Only rules about C and C++ whose id matches this glob (repeatable)")
      ->type_name("GLOB")
      ->allow_extra_args(false)
      ->group(kRules);
  app.add_option("--level", into.level, "Only flows of this severity or more: low, medium, high or critical")
      ->check(CLI::IsMember({"low", "medium", "high", "critical"}))
      ->type_name("SEVERITY")
      ->group(kRules);
  app.add_flag("--library", into.library, "Trust no parameter of a function that others may call")
      ->group(kRules);
  app.add_option(
         "--build", into.build_folder,
         "Folder of compile_commands.json (default: the tree itself or its build folder, if it is there)")
      ->type_name("DIR")
      ->group(kScope);
}

void add_dependency_options(CLI::App& app, CommandLine& into) {
  if (!is_wanted(app, into)) return;
  app.add_option(
         "--vulndb", into.vulndb,
         "Index of known vulnerabilities (default: $TRAWL_VULNDB, else trawl/vulndb in the user's data)")
      ->type_name("FILE")
      ->group(kRules);
  app.add_option("--vulndb-max-age", into.vulndb_max_age,
                 "Days after which known vulnerabilities are too old to rely on (default: 7)")
      ->check(CLI::Range(1U, 36500U))
      ->type_name("DAYS")
      ->group(kRules);
  app.add_option(
         "--vex", into.vex_files,
         "Honour the statements of this file, OpenVEX or CycloneDX, about what does not matter (repeatable)")
      ->type_name("FILE")
      ->allow_extra_args(false)
      ->group(kRules);
}

CLI::App* command(CLI::App& app, CommandLine& into, const std::string& name, const std::string& description) {
  CLI::App* sub = app.add_subcommand(name, description);
  const std::string words = app.get_parent() == nullptr ? name : app.get_name() + " " + name;
  sub->final_callback([&into, sub, words] {
    if (sub->get_subcommands().empty()) into.command = words;
  });
  return sub;
}

void add_rules_commands(CLI::App& app, CommandLine& into) {
  CLI::App* rules = command(app, into, "rules", "List, check and measure rules");
  rules->require_subcommand(1);
  CLI::App* list = command(*rules, into, "list", "List the rules in force");
  add_rule_options(*list, into);
  list->add_option("--format", into.format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORMAT");
  CLI::App* check = command(*rules, into, "check", "Check rule files: form, patterns, examples");
  check->add_option("FILE", into.paths, "Rule files (default: the rules in force)")->type_name("");
  add_rule_options(*check, into);
  CLI::App* test = command(*rules, into, "test", "Run the examples of the rules in force");
  test->add_option("ID", into.paths, "Rules to test (default: all)")->type_name("");
  add_rule_options(*test, into);
  CLI::App* import = command(*rules, into, "import", "Write rules of another tool in trawl's form");
  import->add_option("FORMAT", into.subject, "Whose rules they are")
      ->required()
      ->check(CLI::IsMember({"gitleaks", "betterleaks", "noseyparker", "titus", "kingfisher"}));
  import->add_option("FILE", into.paths, "The file to read")->required()->expected(1)->type_name("");
  CLI::App* bench = command(*rules, into, "bench", "Measure what each rule costs on the files given");
  bench->add_option("PATH", into.paths, "Files or directories of text to measure on")
      ->required()
      ->type_name("");
  bench->add_flag("--check", into.check, "Exit with 1 when a rule costs more than 2 % of throughput");
  bench->add_option("--rule", into.wanted_rule, "Measure this rule only")->type_name("ID");
  add_rule_options(*bench, into);
}

void add_dependency_commands(CLI::App& app, CommandLine& into) {
  CLI::App* deps = command(app, into, "deps", "Check the dependencies of a tree");
  deps->add_option("PATH", into.paths, "Files or directories (default: .)")->type_name("");
  deps->add_option("--audit-level", into.audit_level,
                   "As --fail-on, in npm's words: info, low, moderate, high, critical or none")
      ->check(CLI::IsMember({"info", "low", "moderate", "high", "critical", "none"}))
      ->type_name("LEVEL")
      ->group(kReports);
  deps->add_option("--format", into.format, "npm-audit: print what npm audit --json prints")
      ->check([](const std::string& name) {
        return name == "npm-audit"
                   ? std::string()
                   : fmt::format(
                         "the format '{}' is not npm-audit; other reports are asked for by -o, as -o json",
                         name);
      })
      ->type_name("FORMAT")
      ->group(kReports);
  add_scope_options(*deps, into);
  add_dependency_options(*deps, into);
  add_scan_options(*deps, into);

  CLI::App* sbom = command(app, into, "sbom", "Write a bill of materials: the packages of all lock files");
  sbom->add_option("PATH", into.paths, "Files or directories (default: .)")->type_name("");
  sbom->add_option("--format", into.format, "cyclonedx (1.6) or spdx (2.3), both as JSON; default: cyclonedx")
      ->check(CLI::IsMember({"cyclonedx", "spdx"}))
      ->type_name("FORMAT");
  sbom->add_option("-o,--output", into.sbom_file, "Where to write it (default: standard output)")
      ->type_name("FILE");
  add_scope_options(*sbom, into);
  add_dependency_options(*sbom, into);
  add_rule_options(*sbom, into);
  add_run_options(*sbom, into);

  CLI::App* vulndb = command(app, into, "vulndb", "Make the index of known vulnerabilities");
  vulndb->require_subcommand(1);
  CLI::App* build = command(*vulndb, into, "build", "Build it from records in OSV form");
  build->add_option("PATH", into.paths, "Folders, JSON and YAML files and zip archives of records")
      ->required()
      ->type_name("");
  build
      ->add_option("-o,--output", into.vulndb, "Where to write it (default: trawl/vulndb in the user's data)")
      ->type_name("FILE");
  CLI::App* show = command(*vulndb, into, "show", "Say what an index holds");
  show->add_option("FILE", into.vulndb, "The index (default: as for scan)")->type_name("");
}

void add_baseline_commands(CLI::App& app, CommandLine& into) {
  CLI::App* baseline = command(app, into, "baseline", "Accept findings that are known");
  baseline->require_subcommand(1);
  const auto add = [&](const char* name, const char* description) {
    CLI::App* sub = command(*baseline, into, name, description);
    sub->add_option("PATH", into.paths, "What to scan (default: .)")->type_name("");
    sub->add_option("--reason", into.reason, "Why the new entries are accepted")->type_name("TEXT");
    sub->add_option("--owner", into.owner, "Who answers for them")->type_name("NAME");
    sub->add_option("--expires", into.expires, "When they stop to count")->type_name("YYYY-MM-DD");
    add_scope_options(*sub, into);
    add_judgement_options(*sub, into);
    add_acceptance_options(*sub, into);
    add_run_options(*sub, into);
    add_log_option(*sub, into);
  };
  add("create", "Write a new baseline of all findings");
  add("update", "Add new findings to the baseline");
  add("prune", "Remove entries that match nothing, and expired ones");
  add("import", "Accept what a file of gitleaks or detect-secrets accepts");
  baseline->get_subcommand("import")
      ->add_option("--from", into.import_file,
                   "The file: .gitleaksignore, a gitleaks report, or .secrets.baseline")
      ->required()
      ->type_name("FILE");
}

void add_hook_commands(CLI::App& app, CommandLine& into) {
  CLI::App* hook = command(app, into, "hook", "Stop secrets at the commit and at the push");
  hook->require_subcommand(1);
  for (const auto& [name, description] :
       {std::pair{"install", "Install the hook of this repository, in front of one that is there"},
        std::pair{"uninstall", "Remove it and put back what was there"}}) {
    CLI::App* sub = command(*hook, into, name, description);
    sub->add_option("--type", into.hook_type, "Which hook")
        ->check(CLI::IsMember({"pre-commit", "pre-push", "pre-receive"}))
        ->type_name("NAME")
        ->capture_default_str();
    sub->add_flag("--global", into.global, "For all repositories of this user, where core.hooksPath is set");
  }
  CLI::App* run = command(*hook, into, "run", "What the hook runs");
  run->add_option(
         "FILE", into.paths,
         "Which hook (pre-commit, pre-push or pre-receive), then what git or a framework passes to it")
      ->type_name("");
  run->add_flag("--whole-files", into.whole_files, "Report findings on unchanged lines too");
  run->add_option("--deadline", into.deadline,
                  "Stop a push hook after so many seconds; 0: never (default: 2 for pre-receive)")
      ->check(CLI::Range(0.0, 86400.0))
      ->type_name("SECONDS");
  run->add_option("--on-deadline", into.on_deadline, "What a push is then: refuse (default) or pass")
      ->check(CLI::IsMember({"refuse", "pass"}))
      ->type_name("WHAT");
  add_flow_options(*run, into);
  add_scan_options(*run, into);
}

void add_assurance_options(CLI::App& app, CommandLine& into) {
  if (!is_wanted(app, into)) return;
  app.add_option("PATH", into.paths, "The tree (default: .)")->type_name("")->expected(0, 1);
  app.add_option("--from", into.from, "Read this report of the format json instead of scanning")
      ->type_name("FILE")
      ->group(kScope);
  app.add_option("--attestations", into.attestations,
                 "File of attestations (default: .trawl/attestations.toml)")
      ->type_name("FILE")
      ->group(kRules);
  app.add_option("--policy", into.policy, "Gate file (default: .trawl/gate.toml)")
      ->type_name("FILE")
      ->group(kRules);
  app.add_option("--profile", into.profile, "Instead of a gate file: pre-commit, ci, release or zero")
      ->check(CLI::IsMember({"pre-commit", "ci", "release", "zero"}))
      ->type_name("NAME")
      ->group(kRules);
  app.add_option("--previous", into.previous, "An earlier report of the format json: what it lacks is new")
      ->type_name("FILE")
      ->group(kAcceptance);
  app.add_option("--metrics", into.metrics_file, "Write metrics to this file, as OpenMetrics text")
      ->type_name("FILE")
      ->group(kReports);
  add_dependency_options(app, into);
  add_judgement_options(app, into);
  add_acceptance_options(app, into);
  add_run_options(app, into);
  add_log_option(app, into);
}

void add_assurance_commands(CLI::App& app, CommandLine& into) {
  CLI::App* gate = command(app, into, "gate", "Say whether a tree passes the conditions of a gate");
  add_assurance_options(*gate, into);
  gate->add_option("--format", into.format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORMAT")
      ->group(kReports);
  CLI::App* report = command(app, into, "report", "Write an audit report: controls with their evidence");
  add_assurance_options(*report, into);
  report
      ->add_option("-o,--output", into.outputs,
                   "Write it as html, markdown or json (repeatable; default: html)")
      ->type_name("FORM[=FILE]")
      ->allow_extra_args(false)
      ->group(kReports);
  report->add_flag("--pentest", into.pentest, "Add an appendix for those who test by hand")->group(kReports);
  CLI::App* attest = command(app, into, "attest", "Write down what a person says of a control");
  attest->add_option("ID", into.subject, "What it is called")->required()->type_name("");
  attest->add_option("--control", into.controls, "The control, as p8:P8-34 (repeatable)")
      ->required()
      ->type_name("KEY:ID")
      ->allow_extra_args(false);
  attest->add_option("--statement", into.statement, "What holds, in a sentence")
      ->required()
      ->type_name("TEXT");
  attest->add_option("--by", into.owner, "Who says so")->required()->type_name("NAME");
  attest->add_option("--role", into.role, "In which role")->required()->type_name("TEXT");
  attest->add_option("--method", into.method, "How it was tried")->required()->type_name("TEXT");
  attest->add_option("--expires", into.expires, "Until when it counts: at most a year")
      ->required()
      ->type_name("YYYY-MM-DD");
  attest->add_option("--result", into.result, "success or failure (default: success)")
      ->check(CLI::IsMember({"success", "failure"}))
      ->type_name("WORD");
  attest->add_option("--evidence", into.evidence_files, "A file of the tree that shows it (repeatable)")
      ->type_name("FILE")
      ->allow_extra_args(false);
  attest->add_option("--as-of", into.as_of, "The day of the attestation (default: today)")
      ->type_name("YYYY-MM-DD");
  add_log_option(*attest, into);
  CLI::App* log = command(app, into, "log", "Check or prune an audit log");
  log->require_subcommand(1);
  CLI::App* verify = command(*log, into, "verify", "Follow the chain of a log and name the first bad line");
  verify->add_option("FILE", into.paths, "The log (default: .trawl/log.jsonl)")
      ->type_name("")
      ->expected(0, 1);
  CLI::App* prune = command(*log, into, "prune", "Replace the oldest lines of a log by a checkpoint");
  prune->add_option("FILE", into.paths, "The log (default: .trawl/log.jsonl)")->type_name("")->expected(0, 1);
  prune->add_option("--keep", into.keep, "How many lines stay")
      ->required()
      ->check(CLI::Range(1U, 100'000'000U))
      ->type_name("N");
}

const CLI::App& reached_command(const CLI::App& app) {
  const CLI::App* reached = &app;
  for (auto chosen = reached->get_subcommands(); !chosen.empty(); chosen = reached->get_subcommands()) {
    reached = chosen.front();
  }
  return *reached;
}

// The words that lead to a command, each with a blank behind it; none lead to the program itself.
std::string words_to(const CLI::App& command) {
  std::string words;
  for (const CLI::App* word = &command; word->get_parent() != nullptr; word = word->get_parent())
    words.insert(0, word->get_name() + " ");
  return words;
}

// How to ask for the help of the command that was reached.
std::string help_of(const CLI::App& app) {
  return "trawl " + words_to(reached_command(app)) + "--help";
}

// What other programs of the field call `--output FORMAT=FILE`.
constexpr std::string_view kOutputElsewhere[] = {"-f",       "--format",        "-r",
                                                 "--report", "--report-format", "--report-path"};

// The nearest known word for "did you mean", among the options or the commands of the command that was
// reached.
std::string suggestion(const CLI::App& app, std::string_view wrong) {
  const CLI::App* reached = &reached_command(app);
  std::vector<std::string> names;
  for (const CLI::Option* option : reached->get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  for (const CLI::App* sub : reached->get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(sub->get_name());
  }
  const std::string_view word = wrong.substr(0, wrong.find('='));
  const bool elsewhere =
      std::find(std::begin(kOutputElsewhere), std::end(kOutputElsewhere), word) != std::end(kOutputElsewhere);
  if (elsewhere && std::find(names.begin(), names.end(), "--output") != names.end())
    return "; did you mean '-o FORMAT=FILE'?";
  // What people type who come from `npm audit`.
  if (reached->get_name() == "deps") {
    if (word == "--json") return "; did you mean '--format npm-audit' or '-o json'?";
    if (word == "--production" || word == "--omit")
      return "; each finding says whether only development needs the package";
  }
  const std::string_view near = nearest(word, {names.begin(), names.end()});
  return near.empty() ? "" : fmt::format("; did you mean '{}'?", near);
}

// A framework appends the names of files to the arguments of its hook. One that begins with a dash, without
// `--` in front, would be an option: a file called `--help` would let everything pass. The argument that is
// such a file; null where there is none.
const char* file_taken_for_option(int argc, const char* const* argv) {
  if (argc < 3 || std::string_view(argv[1]) != "hook" || std::string_view(argv[2]) != "run") return nullptr;
  for (int i = 3; i < argc && std::string_view(argv[i]) != "--"; ++i) {
    struct stat status{};
    if (argv[i][0] == '-' && lstat(argv[i], &status) == 0) return argv[i];
  }
  return nullptr;
}

// Takes what stands behind `--` off the arguments of a command that is about paths. The parser forgets about
// `--` once a path stands in front of it, and would take a file called `--help` for a wish.
std::vector<std::string> operands_behind_dashes(int& argc, const char* const* argv) {
  const auto word = [&](int i) { return i < argc ? std::string_view(argv[i]) : std::string_view(); };
  const bool about_paths = word(1) == "scan" || word(1) == "staged" || word(1) == "baseline" ||
                           (word(1) == "hook" && word(2) == "run");
  const char* const* end = argv + argc;
  const char* const* dashes = about_paths ? std::find(argv + 1, end, std::string_view("--")) : end;
  if (dashes == end) return {};
  argc = static_cast<int>(dashes - argv);
  return {dashes + 1, end};
}

}  // namespace

std::unique_ptr<CLI::App> option_table(CommandLine& into) {
  auto app = std::make_unique<CLI::App>(
      "Finds secrets, injections, unsafe cryptography and unsafe configuration in a tree, a change or a\n"
      "whole history, and says what it looked at.\n"
      "Exit codes: 0 clean, 1 findings, 2 usage, 3 incomplete, 4 incomplete with findings, 5 report not "
      "delivered.",
      "trawl");
  app->set_version_flag("-V,--version", "trawl " TRAWL_VERSION);
  app->require_subcommand(1);
  app->get_formatter()->column_width(34);

  CLI::App* scan = command(*app, into, "scan", "Scan files and directories");
  scan->add_option("PATH", into.paths, "Files or directories (default: .)")->type_name("");
  add_scope_options(*scan, into);
  add_flow_options(*scan, into);
  add_dependency_options(*scan, into);
  add_scan_options(*scan, into);
  add_log_option(*scan, into);

  CLI::App* history = command(*app, into, "history", "Scan everything a git repository ever contained");
  history->add_option("REPO", into.paths, "The repository, or a folder in it (default: .)")
      ->type_name("")
      ->expected(0, 1);
  history
      ->add_flag("--no-incremental", into.no_incremental,
                 "Search every version of a file whole, not only what changed; finds the same, more slowly")
      ->group(kRun);
  history
      ->add_option("--cache", into.cache_folder,
                   "Keep what is known of blobs in this folder (default: trawl/history in the user's cache)")
      ->type_name("DIR")
      ->group(kRun);
  history->add_flag("--no-cache", into.no_cache, "Search all blobs again, and keep nothing")->group(kRun);
  history
      ->add_option("--memory-limit", into.memory_limit,
                   "Memory for objects under way, beside the mapped packs, as 32MiB (default: 64MiB)")
      ->type_name("SIZE")
      ->group(kRun);
  history
      ->add_option("--manifest", into.manifest,
                   "Write what the repository holds, and what of it was not read, as JSON")
      ->type_name("FILE")
      ->group(kReports);
  history->add_flag("--authors", into.authors, "Name the authors of commits, and show texts that name people")
      ->group(kReports);
  add_scan_options(*history, into);

  CLI::App* staged = command(*app, into, "staged", "Scan what is staged for the next commit");
  staged->add_option("FILE", into.paths, "Only these paths; unchanged ones are read from disk")
      ->type_name("");
  staged->add_flag("--whole-files", into.whole_files, "Report findings on unchanged lines too")
      ->group(kScope);
  add_flow_options(*staged, into);
  add_scan_options(*staged, into);

  CLI::App* range = command(*app, into, "range", "Scan what a range of commits brings");
  range->add_option("RANGE", into.paths, "BASE..HEAD, BASE...HEAD or a commit (default: HEAD)")
      ->type_name("");
  range->add_flag("--stdin", into.from_stdin, "Read more of them from standard input, one a line")
      ->group(kScope);
  range->add_option("--repo", into.repository, "A directory of the repository (default: .)")
      ->type_name("PATH")
      ->group(kScope);
  range->add_flag("--whole-files", into.whole_files, "Report findings on unchanged lines too")->group(kScope);
  range
      ->add_flag("--require-scope", into.require_scope, "Fail with exit code 2 when there is nothing to scan")
      ->group(kScope);
  add_flow_options(*range, into);
  add_scan_options(*range, into);
  add_dependency_options(*range, into);

  CLI::App* stream = command(*app, into, "stdin", "Scan standard input");
  stream->add_option("--path", into.stdin_path, "Name to report for it")->type_name("NAME")->group(kScope);
  add_scan_options(*stream, into);

  add_dependency_commands(*app, into);
  add_rules_commands(*app, into);
  CLI::App* explain = command(*app, into, "explain", "Explain a rule, or why a line was or was not reported");
  explain->add_option("SUBJECT", into.subject, "A rule's id, FILE:LINE, or a secret's fingerprint")
      ->required()
      ->type_name("");
  explain->add_option("--format", into.format, "text, markdown or json")
      ->check(CLI::IsMember({"text", "markdown", "json"}))
      ->type_name("FORMAT");
  explain->add_flag("--show-secrets", into.show_secrets, "Show secrets as they are");
  explain
      ->add_option("--repo", into.repo,
                   "Repository in whose history the fingerprint is looked up (default: .)")
      ->type_name("REPO");
  explain
      ->add_option("--purge-file", into.purge_file,
                   "Write what git filter-repo --replace-text takes, into this new private file")
      ->type_name("FILE");
  explain->add_flag("--authors", into.authors, "Name the authors of commits");
  explain->add_option("--identity-key", into.identity_key, "File with the key of fingerprints")
      ->type_name("FILE");
  add_judgement_options(*explain, into);

  add_assurance_commands(*app, into);
  add_baseline_commands(*app, into);
  add_hook_commands(*app, into);

  CLI::App* config = command(*app, into, "config", "Show the configuration in force");
  config->require_subcommand(1);
  CLI::App* show = command(*config, into, "show", "Print every setting and where it comes from");
  show->add_option("PATH", into.paths, "The tree that would be scanned (default: .)")->type_name("");
  add_rule_options(*show, into);
  command(*app, into, "doctor", "Check that trawl works on this machine");
  CLI::App* completion = command(*app, into, "completion", "Print a completion script");
  completion->add_option("SHELL", into.subject, "bash, zsh or fish")
      ->required()
      ->type_name("")
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command(*app, into, "man", "Print the manual page (troff)");
  return app;
}

ParsedCommandLine parse_command_line(int argc, const char* const* argv) {
  ParsedCommandLine parsed;
  CommandLine command_line;
  // Without a command there is only help to give, which tells commands but not their options.
  const auto word = std::find_if(argv + 1, argv + argc, [](const char* text) { return text[0] != '-'; });
  command_line.only_command = word == argv + argc ? "-" : *word;
  const std::unique_ptr<CLI::App> app = option_table(command_line);
  if (const char* file = file_taken_for_option(argc, argv)) {
    parsed.exit_code = 2;
    parsed.text =
        fmt::format("trawl: '{}' is an option or a file of that name; put -- in front of the files\n", file);
    return parsed;
  }
  const std::vector<std::string> operands = operands_behind_dashes(argc, argv);
  try {
    app->parse(argc, argv);
    command_line.paths.insert(command_line.paths.end(), operands.begin(), operands.end());
    // Names only: the value of an option may be private.
    for (int i = 1; i < argc; ++i) {
      const std::string_view typed = argv[i];
      if (typed.starts_with("-")) command_line.option_names.emplace_back(typed.substr(0, typed.find('=')));
    }
    parsed.command_line = std::move(command_line);
  } catch (const CLI::CallForHelp&) {
    parsed.text = app->help();
  } catch (const CLI::CallForVersion&) {
    parsed.text = "trawl " TRAWL_VERSION "\n";
  } catch (const CLI::ExtrasError&) {
    parsed.exit_code = 2;
    const std::vector<std::string> extras = app->remaining(true);
    const std::string wrong = extras.empty() ? "" : extras.front();
    parsed.text =
        fmt::format("trawl: unknown {} '{}'{}; see {}\n", wrong.starts_with('-') ? "option" : "argument",
                    wrong, suggestion(*app, wrong), help_of(*app));
  } catch (const CLI::ParseError& error) {
    parsed.exit_code = 2;
    // The value of a mistyped option is one operand too many: the option is what is wrong.
    const std::vector<std::string> extras = app->remaining(true);
    const auto unknown = std::find_if(extras.begin(), extras.end(),
                                      [](const std::string& extra) { return extra.starts_with('-'); });
    if (unknown != extras.end()) {
      parsed.text = fmt::format("trawl: unknown option '{}'{}; see {}\n", *unknown,
                                suggestion(*app, *unknown), help_of(*app));
      return parsed;
    }
    const CLI::App& reached = reached_command(*app);
    const auto any = [](const CLI::App*) { return true; };
    const bool lacks_command = reached.get_subcommands().empty() && !reached.get_subcommands(any).empty();
    const std::string near = lacks_command && !extras.empty()
                                 ? fmt::format("there is no command '{}{}'{}", words_to(reached),
                                               extras.front(), suggestion(*app, extras.front()))
                                 : std::string(error.what());
    parsed.text = fmt::format("trawl: {}; see {}\n", near, help_of(*app));
  }
  return parsed;
}

}  // namespace trawl
