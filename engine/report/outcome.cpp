#include "engine/report/outcome.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace trawl {
namespace {

/// "3 unreadable-file, 1 timeout": why the run is incomplete.
std::string lost_coverage(const Report& report) {
  std::map<Reason, std::uint64_t> reasons;
  for (const Notification& notification : report.notifications) {
    if (notification.incomplete) reasons[notification.reason] += notification.count;
  }
  std::string text;
  for (const auto& [reason, count] : reasons) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, descriptor_of(reason).id);
  }
  return text;
}

bool only_secrets_sought(const Report& report) {
  return std::all_of(report.rules.begin(), report.rules.end(),
                     [](const Rule* rule) { return rule->kind == RuleKind::kSecret; });
}

std::string secrets_text(const Outcome& outcome, const Report& report) {
  if (outcome.findings == 0) return "";
  std::vector<std::string> kinds;
  const std::size_t secrets = outcome.findings - outcome.flows - outcome.settings - outcome.dependencies;
  if (secrets > 0) kinds.push_back(counted(secrets, "secret"));
  if (outcome.flows > 0) kinds.push_back(counted(outcome.flows, "flow"));
  if (outcome.settings > 0) kinds.push_back(counted(outcome.settings, "setting"));
  if (outcome.dependencies > 0) kinds.push_back(counted(outcome.dependencies, "package"));
  std::string text;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == kinds.size() ? " and " : ", ") + kinds[i];
  }
  if (outcome.below_threshold == outcome.findings) {
    text += fmt::format(", none of severity {} or more", name_of(report.fail_on));
  } else if (outcome.below_threshold > 0) {
    text += fmt::format(", {} below severity {}", outcome.below_threshold, name_of(report.fail_on));
  }
  return text;
}

}  // namespace

Outcome outcome_of(const Report& report) {
  Outcome outcome;
  outcome.exit_code = report.exit_code();
  for (const Finding& finding : report.findings) {
    if (finding.suppression) {
      ++outcome.suppressed;
      continue;
    }
    ++outcome.findings;
    if (finding.rule->kind == RuleKind::kFlow) ++outcome.flows;
    if (finding.rule->kind == RuleKind::kConfig) ++outcome.settings;
    if (finding.rule->kind == RuleKind::kDependency) ++outcome.dependencies;
    if (finding.severity < report.fail_on) ++outcome.below_threshold;
  }
  // Suppressed findings need not all be in the report; each is counted.
  outcome.suppressed = std::max<std::size_t>(outcome.suppressed, report.suppressed);
  outcome.complete = !report.incomplete() && !report.interrupted;
  return outcome;
}

std::string_view name_of(ExitCode exit_code) {
  switch (exit_code) {
    case ExitCode::kClean:
      return "clean";
    case ExitCode::kFindings:
      return "findings";
    case ExitCode::kUsage:
      return "usage";
    case ExitCode::kIncomplete:
      return "incomplete";
    case ExitCode::kIncompleteFindings:
      return "incomplete-findings";
    case ExitCode::kNotDelivered:
      return "not-delivered";
    case ExitCode::kInterrupted:
    case ExitCode::kTerminated:
      return "interrupted";
  }
  return "clean";
}

std::string verdict_of(const Report& report) {
  const Outcome outcome = outcome_of(report);
  const std::string secrets = secrets_text(outcome, report);
  if (outcome.complete) return secrets.empty() ? "clean" : secrets;
  const std::string lost = lost_coverage(report);
  return fmt::format("{}{}{}; {} in what was read", report.interrupted ? "INTERRUPTED" : "INCOMPLETE",
                     lost.empty() ? "" : ": ", lost,
                     !secrets.empty()                                 ? secrets
                     : report.program || !only_secrets_sought(report) ? "nothing found"
                                                                      : "no secret");
}

std::string counted(std::uint64_t number, const std::string& noun) {
  std::string digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, 1, ',');
  return fmt::format("{} {}{}", digits, noun, number == 1 ? "" : "s");
}

std::string size_text(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 6> kUnits = {"kB", "MB", "GB", "TB", "PB", "EB"};
  if (bytes < 1000) return counted(bytes, "byte");
  double size = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  // 999.95 would be shown as 1000.0.
  while (size >= 999.95 && unit + 1 < kUnits.size()) {
    size /= 1000;
    ++unit;
  }
  return fmt::format("{:.1f} {}", size, kUnits[unit]);
}

}  // namespace trawl
