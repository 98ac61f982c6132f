#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/model/report.h"
#include "engine/scan/occurrence.h"

namespace trawl {

/// Limits on what a report keeps; beyond them it says how much was dropped.
struct ReportLimits {
  std::size_t findings = 20'000;
  std::size_t locations_of_a_finding = 1'000;
  std::size_t notifications_of_a_reason = 1'000;
};

/// Gathers what was examined into one report: one finding for each secret with all its places, one
/// notification for each gap. What it keeps depends on the set of things added, not on their order: the worst
/// findings first when there are too many. Used by one thread.
class ReportBuilder {
 public:
  explicit ReportBuilder(Report head, ReportLimits limits = {});

  void add(Examined examined);
  void add(Notification notification);
  void add(const Coverage& coverage);

  [[nodiscard]] std::size_t finding_count() const { return findings_.size(); }

  /// Sorts and closes the report. The builder is empty afterwards.
  Report finish();

 private:
  void add(Occurrence occurrence);
  void drop_least();
  void settle(Finding& finding);

  struct Evidence {
    const SecretRule* rule = nullptr;  ///< of the finding
    Severity alone = Severity::kInfo;  ///< the worst grade of places without a partner
  };

  Report report_;
  ReportLimits limits_;
  std::unordered_map<std::string, Finding> findings_;   // by fingerprint
  std::unordered_map<std::string, Evidence> evidence_;  // of findings about secrets, by fingerprint
  std::map<Reason, std::uint64_t> dropped_notifications_;
  std::map<Reason, std::size_t> notification_counts_;
  std::uint64_t dropped_findings_ = 0;
  std::uint64_t dropped_locations_ = 0;
};

}  // namespace trawl
