#include "tools/trawl/log_command.h"

#include <unistd.h>

#include <cstdlib>
#include <ctime>

#include <fmt/format.h>

#include "engine/report/output.h"
#include "engine/report/report_writer.h"
#include "engine/store/file.h"
#include "tools/trawl/commands.h"
#include "tools/trawl/console.h"

namespace trawl {
namespace {

std::string user_name() {
  for (const char* name : {"LOGNAME", "USER"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return std::string(value).substr(0, 256);
  }
  return fmt::format("uid {}", getuid());
}

std::string time_now() {
  const std::time_t now = std::time(nullptr);
  std::tm day{};
  gmtime_r(&now, &day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday,
                     day.tm_hour, day.tm_min, day.tm_sec);
}

std::string path_of(const CommandLine& command_line) {
  return command_line.paths.empty() ? kLogFile : command_line.paths.front();
}

int usage_error(const Error& error) {
  complain(error.sentence());
  return static_cast<int>(ExitCode::kUsage);
}

}  // namespace

LogEntry log_entry_of(const CommandLine& command_line) {
  LogEntry entry;
  entry.time = time_now();
  entry.user = user_name();
  entry.action = command_line.command;
  entry.arguments = command_line.option_names;
  entry.version = TRAWL_VERSION;
  return entry;
}

LogEntry log_entry_of(const CommandLine& command_line, const Assurance& assurance, int exit_code) {
  LogEntry entry = log_entry_of(command_line);
  entry.exit_code = static_cast<std::uint64_t>(exit_code);
  entry.digest = assurance.report_digest;
  std::string rules;
  for (const EvidenceKind& kind : assurance.evidence.kinds) {
    for (const std::string& rule : kind.rules) rules += rule + "\n";
  }
  for (const LedgerFamily& family : assurance.evidence.families) {
    for (const std::string& rule : family.rules) rules += rule + "\n";
  }
  entry.rules = sha256_of(rules);
  SeverityCounts open{};
  for (const EvidenceFinding& finding : assurance.evidence.findings) {
    if (!finding.suppressed) ++open[grade_of(finding.severity)];
  }
  entry.open = open;
  for (const FrameworkResult& framework : assurance.results) {
    if (!framework.framework->id.starts_with("plan-")) continue;
    entry.pass += framework.count(ControlStatus::kPass);
    entry.applicable += framework.applicable();
  }
  return entry;
}

Result<std::string> log_as_asked(const CommandLine& command_line, const LogEntry& entry) {
  if (command_line.log_file.empty()) return std::string();
  return append_to_log(command_line.log_file, entry);
}

Result<void> log_scan(const CommandLine& command_line, const Report& report, int exit_code) {
  if (command_line.log_file.empty()) return {};
  ReportOptions options;
  options.tool_version = TRAWL_VERSION;
  const auto writer = make_report_writer("json", options);
  if (!writer) return writer.error();
  std::string text;
  Output output = Output::to_string(text);
  if (const auto written = (*writer)->write(report, output); !written) return written.error();
  if (const auto finished = output.finish(); !finished) return finished.error();
  LogEntry entry = log_entry_of(command_line);
  entry.exit_code = static_cast<std::uint64_t>(exit_code);
  entry.digest = sha256_of(text);
  std::string rules;
  for (const Rule* rule : report.rules) rules += std::string(rule->id) + "\n";
  entry.rules = sha256_of(rules);
  SeverityCounts open{};
  for (const Finding& finding : report.findings) {
    if (!finding.suppression) ++open[grade_of(finding.severity)];
  }
  entry.open = open;
  const Result<std::string> head = append_to_log(command_line.log_file, entry);
  if (!head) return head.error();
  return {};
}

int verify_log(const CommandLine& command_line) {
  const std::string path = path_of(command_line);
  const Result<std::string> text = read_regular_file(path, {.most_bytes = kMostLogBytes});
  if (!text) return usage_error(text.error());
  const LogCheck check = check_log(*text);
  if (check.bad_line != 0) {
    print(fmt::format("{}:{}: {}\n", path, check.bad_line, check.trouble));
    return static_cast<int>(ExitCode::kFindings);
  }
  if (check.entries.empty()) {
    // Whoever makes a log writes a line at once.
    print(fmt::format("{}: it is empty: its lines are gone\n", path));
    return static_cast<int>(ExitCode::kFindings);
  }
  return print(fmt::format("{} lines, whole; head sha256:{}\n", check.entries.size(),
                           check.head.empty() ? std::string(64, '0') : check.head));
}

int prune_log(const CommandLine& command_line) {
  const std::string path = path_of(command_line);
  const Result<std::string> text = read_regular_file(path, {.most_bytes = kMostLogBytes});
  if (!text) return usage_error(text.error());
  const Result<std::string> pruned = pruned_log(*text, command_line.keep);
  if (!pruned) return usage_error(pruned.error().during(path));
  if (const auto replaced = replace_file(path, *pruned); !replaced) {
    complain(replaced.error().sentence());
    return static_cast<int>(ExitCode::kNotDelivered);
  }
  return print(fmt::format("{} lines are left, with the checkpoint\n", check_log(*pruned).entries.size()));
}

}  // namespace trawl
