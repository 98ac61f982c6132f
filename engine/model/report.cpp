#include "engine/model/report.h"

#include <algorithm>
#include <tuple>

namespace trawl {

void Report::sort_findings() {
  std::sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    const Location& left = a.locations.front();
    const Location& right = b.locations.front();
    return std::tie(left.path, left.span, a.rule->id, a.fingerprint) <
           std::tie(right.path, right.span, b.rule->id, b.fingerprint);
  });
  suppressed =
      static_cast<std::uint64_t>(std::count_if(findings.begin(), findings.end(), [](const Finding& finding) {
        return finding.suppression.has_value();
      }));
}

bool Report::incomplete() const {
  return std::any_of(notifications.begin(), notifications.end(),
                     [](const Notification& notification) { return notification.incomplete; });
}

ExitCode Report::exit_code() const {
  if (interrupted) return signal == 15 ? ExitCode::kTerminated : ExitCode::kInterrupted;
  const bool found = std::any_of(findings.begin(), findings.end(), [this](const Finding& finding) {
    return !finding.suppression && finding.severity >= fail_on;
  });
  if (incomplete()) return found ? ExitCode::kIncompleteFindings : ExitCode::kIncomplete;
  return found ? ExitCode::kFindings : ExitCode::kClean;
}

}  // namespace trawl
