#include "engine/scan/acceptance.h"

#include <algorithm>
#include <utility>

#include "engine/store/baseline_use.h"

namespace trawl {

Report accepted(Report report, const Acceptance& acceptance) {
  if (acceptance.baseline != nullptr) {
    const BaselineUse use = apply_baseline(*acceptance.baseline, report.findings, acceptance.today);
    const bool everything = acceptance.covers_baseline && !report.incomplete() && !report.interrupted;
    for (Notification& notification : notifications_of(use, acceptance.baseline_name, everything)) {
      report.notifications.push_back(std::move(notification));
    }
    std::sort(report.notifications.begin(), report.notifications.end());
  }
  if (acceptance.ignore_file != nullptr) {
    for (Finding& finding : report.findings) {
      if (!finding.suppression) finding.suppression = acceptance.ignore_file->suppression_of(finding);
    }
  }
  report.suppressed = static_cast<std::uint64_t>(
      std::count_if(report.findings.begin(), report.findings.end(),
                    [](const Finding& finding) { return finding.suppression.has_value(); }));
  return report;
}

}  // namespace trawl
