#include <string>

#include <fmt/format.h>

#include "engine/deps/npm_audit.h"
#include "tools/trawl/commands.h"
#include "tools/trawl/console.h"
#include "tools/trawl/delivery.h"
#include "tools/trawl/run_scan.h"

namespace trawl {
namespace {

int failed(const Error& error) {
  complain(error.sentence());
  return static_cast<int>(ExitCode::kUsage);
}

// npm's words for severities; "none" lets everything pass.
std::string fail_on_of(std::string_view level) {
  if (level == "moderate") return "medium";
  return level == "none" ? "critical" : std::string(level);
}

}  // namespace

int check_dependencies(const CommandLine& given) {
  CommandLine command_line = given;
  command_line.only = {"dependencies"};
  if (!command_line.audit_level.empty()) command_line.fail_on = fail_on_of(command_line.audit_level);
  const bool npm = command_line.format == "npm-audit";
  if (npm && !command_line.outputs.empty())
    return failed(Error("--format npm-audit prints one report; leave -o out"));
  Result<Delivery> delivery = Delivery::prepare(command_line);
  if (!delivery) return failed(delivery.error());
  const Result<ScanRun> run = scan_as_asked(command_line);
  if (!run) return failed(run.error());
  if (npm) {
    if (print(npm_audit_report(run->dependency_files, run->dependency_audit)) != 0)
      return static_cast<int>(ExitCode::kNotDelivered);
    for (const Notification& notification : run->report.notifications) {
      if (notification.incomplete) complain(notification.message);
    }
  } else if (const auto delivered = delivery->deliver(run->report); !delivered) {
    complain(delivered.error().sentence());
    return static_cast<int>(ExitCode::kNotDelivered);
  }
  ExitCode code = exit_code_of(run->report, command_line);
  if (command_line.audit_level == "none" && code == ExitCode::kFindings) code = ExitCode::kClean;
  if (command_line.audit_level == "none" && code == ExitCode::kIncompleteFindings)
    code = ExitCode::kIncomplete;
  return static_cast<int>(code);
}

}  // namespace trawl
