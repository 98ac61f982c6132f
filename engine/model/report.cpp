#include "engine/model/report.h"

#include <algorithm>

namespace trawl {

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
