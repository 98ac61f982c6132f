#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "engine/base/escape.h"
#include "engine/match/matcher.h"
#include "engine/match/pattern_database.h"
#include "engine/model/report.h"
#include "engine/scan/engine_factory.h"
#include "engine/scan/flow_scan.h"
#include "engine/source/tree_source.h"
#include "engine/store/file.h"
#include "engine/store/identity_key.h"
#include "tools/trawl/builtin.h"
#include "tools/trawl/commands.h"
#include "tools/trawl/console.h"
#include "tools/trawl/flows.h"
#include "tools/trawl/setup.h"

namespace trawl {
namespace {

int failed(const Error& error) {
  complain(error.sentence());
  return static_cast<int>(ExitCode::kUsage);
}

std::string shown(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& element : list) text += (text.empty() ? "" : ", ") + escape_for_terminal(element);
  return "[" + text + "]";
}

// One line for a setting that a layer gives.
class Lines {
 public:
  void add(std::string_view key, const std::string& value, std::string_view origin) {
    text_ += fmt::format("{:<22} {:<40} {}\n", key, value, escape_for_terminal(origin));
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

void add_lists(const ConfigurationLayer& layer, Lines& lines) {
  const ProjectFile& file = layer.file;
  if (!file.model_files.empty()) lines.add("models.files", shown(file.model_files), layer.path);
  if (!file.models.empty()) {
    const auto count = std::count(file.models.begin(), file.models.end(), '\n');
    lines.add("models", fmt::format("{} in the file itself", count), layer.path);
  }
  if (!file.rule_files.empty()) lines.add("rules.files", shown(file.rule_files), layer.path);
  if (!file.disabled_rules.empty()) lines.add("rules.disable", shown(file.disabled_rules), layer.path);
  for (const auto& [id, severity] : file.severities) {
    lines.add("rules.severity", fmt::format("{} = {}", id, name_of(severity)), layer.path);
  }
  if (!file.include.empty()) lines.add("scan.include", shown(file.include), layer.path);
  if (!file.exclude.empty()) lines.add("scan.exclude", shown(file.exclude), layer.path);
}

}  // namespace

int show_config(const CommandLine& command_line) {
  const std::vector<std::string> paths =
      command_line.paths.empty() ? std::vector<std::string>{"."} : command_line.paths;
  const Result<std::string> base = TreeSource::base_of(paths);
  if (!base) return failed(base.error());
  const Result<Setup> setup = load_setup(command_line, *base);
  if (!setup) return failed(setup.error());
  Lines lines;
  lines.add("rules", fmt::format("{} in force", setup->rules.enabled_count()), "built in and below");
  // Of single settings the last layer that has one counts; lists add up.
  const auto last_with = [&](const auto& has) -> const ConfigurationLayer* {
    const ConfigurationLayer* last = nullptr;
    for (const ConfigurationLayer& layer : setup->layers) {
      if (has(layer.file)) last = &layer;
    }
    return last;
  };
  const auto add_setting = [&](std::string_view key, const std::string& otherwise, const auto& has,
                               const auto& text) {
    const ConfigurationLayer* layer = last_with(has);
    lines.add(key, layer == nullptr ? otherwise : text(layer->file),
              layer == nullptr ? std::string_view("default") : std::string_view(layer->path));
  };
  add_setting(
      "scan.fail_on", "low", [](const ProjectFile& file) { return file.fail_on.has_value(); },
      [](const ProjectFile& file) { return std::string(name_of(*file.fail_on)); });
  add_setting(
      "scan.max_file_size", "none", [](const ProjectFile& file) { return file.max_file_size.has_value(); },
      [](const ProjectFile& file) { return fmt::format("{} bytes", *file.max_file_size); });
  add_setting(
      "scan.baseline", ".trawl-baseline", [](const ProjectFile& file) { return file.baseline.has_value(); },
      [](const ProjectFile& file) { return escape_for_terminal(*file.baseline); });
  add_setting(
      "scan.strict_checksums", "false",
      [](const ProjectFile& file) { return file.strict_checksums.has_value(); },
      [](const ProjectFile& file) { return std::string(*file.strict_checksums ? "true" : "false"); });
  add_setting(
      "hook.deadline", "2 s (pre-receive)",
      [](const ProjectFile& file) { return file.hook_deadline.has_value(); },
      [](const ProjectFile& file) { return fmt::format("{} s", *file.hook_deadline); });
  add_setting(
      "hook.on_deadline", "refuse",
      [](const ProjectFile& file) { return file.hook_pass_at_deadline.has_value(); },
      [](const ProjectFile& file) { return std::string(*file.hook_pass_at_deadline ? "pass" : "refuse"); });
  add_setting(
      "hook.bypass", "false", [](const ProjectFile& file) { return file.hook_bypass.has_value(); },
      [](const ProjectFile& file) { return std::string(*file.hook_bypass ? "true" : "false"); });
  add_setting(
      "hook.comments", "false (pre-receive)",
      [](const ProjectFile& file) { return file.hook_comments.has_value(); },
      [](const ProjectFile& file) { return std::string(*file.hook_comments ? "true" : "false"); });
  for (const ConfigurationLayer& layer : setup->layers) add_lists(layer, lines);
  for (const std::string& file : command_line.rule_files)
    lines.add("rules.files", escape_for_terminal(file), "--rules");
  for (const std::string& id : command_line.disabled_rules) lines.add("rules.disable", id, "--disable-rule");
  std::string text = lines.text();
  for (const Notification& notification : setup->notifications) {
    text += fmt::format("not honoured: {}: {}\n", escape_for_terminal(notification.subject),
                        notification.message);
  }
  return print(text);
}

int doctor(const CommandLine& command_line) {
  std::string text;
  bool well = true;
  const auto report = [&](bool good, std::string_view what, const std::string& detail) {
    well = well && good;
    text += fmt::format("{:<4} {:<20} {}\n", good ? "ok" : "BAD", what, escape_for_terminal(detail));
  };
  report(true, "version", TRAWL_VERSION);
  report(true, "processor tier", std::string(name_of(host_tier())));
  report(true, "Hyperscan", std::string(PatternDatabase::library_version()));
  const Result<Setup> setup = load_setup(command_line, ".");
  report(setup.ok(), "configuration",
         setup.ok() ? fmt::format("{} rules in force, {} configuration files", setup->rules.enabled_count(),
                                  setup->layers.size())
                    : setup.error().sentence());
  if (setup.ok()) {
    std::vector<Notification> notifications;
    const std::string cache = cache_folder_of(std::getenv("XDG_CACHE_HOME"), std::getenv("HOME"));
    const auto engine = make_engine(setup->rules, builtin_database, cache, notifications);
    const auto matcher =
        engine.ok() ? Matcher::create(**engine) : Result<std::unique_ptr<Matcher>>(engine.error());
    report(matcher.ok(), "patterns", matcher.ok() ? "loaded" : matcher.error().sentence());
    for (const Notification& notification : notifications) report(false, "rule cache", notification.message);
  }
  const std::string worker = worker_path();
  if (worker.empty()) {
    report(false, "C and C++", "trawl-clang is not beside trawl: no flows are found");
  } else {
    const Result<WorkerState> asked = ask_worker(worker);
    report(
        asked.ok(), "C and C++",
        asked.ok() ? fmt::format("trawl-clang answers, engine {}", asked->engine) : asked.error().sentence());
    if (asked.ok()) {
      const bool confined =
          std::find(asked->layers.begin(), asked->layers.end(), "seccomp") != asked->layers.end();
      report(confined, "sandbox", fmt::format("{}", fmt::join(asked->layers, ", ")));
    }
  }
  const std::string state = state_folder_of(std::getenv("XDG_STATE_HOME"), std::getenv("HOME"));
  const char* supplied = std::getenv("TRAWL_IDENTITY_KEY");
  const bool has_supplied = supplied != nullptr && *supplied != '\0';
  report(has_supplied || !state.empty(), "identity key",
         has_supplied    ? "from TRAWL_IDENTITY_KEY"
         : state.empty() ? "neither TRAWL_IDENTITY_KEY nor HOME is set: fingerprints change from run to run"
                         : state + "/identity-key");
  const int printed = print(text);
  return printed != 0 ? printed : well ? 0 : static_cast<int>(ExitCode::kUsage);
}

}  // namespace trawl
