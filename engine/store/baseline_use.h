#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/finding.h"
#include "engine/model/notification.h"
#include "engine/store/baseline.h"

namespace trawl {

/// What a baseline did to the findings of a run. Borrows the entries: the baseline outlives it.
struct BaselineUse {
  std::size_t suppressed = 0;                 ///< findings
  std::vector<const BaselineEntry*> expired;  ///< entries of a finding that is there; they suppress nothing
  std::vector<const BaselineEntry*> unused;   ///< entries of no finding
};

/// Suppresses the findings that have an entry which has not expired by `today` (YYYY-MM-DD). One that is
/// suppressed already stays as it is, and its entry counts as used.
BaselineUse apply_baseline(const Baseline& baseline, std::span<Finding> findings, std::string_view today);

/// What is to be said about a baseline after a run; `path` is its display name. Unused entries are only named
/// after a run that looked at everything the baseline is about: to a run of ten staged files most entries are
/// unused.
[[nodiscard]] std::vector<Notification> notifications_of(const BaselineUse& use, const std::string& path,
                                                         bool everything_examined);

/// What the user says of entries that are made or renewed.
struct EntryTerms {
  std::string reason;
  std::string owner;
  std::string expires;  ///< YYYY-MM-DD or empty
};

struct BaselineChange {
  Baseline baseline;
  std::size_t kept = 0;  ///< entries that stay as they are
  std::size_t added = 0;
  std::size_t renewed = 0;  ///< expired entries that got new terms
  std::size_t removed = 0;
};

enum class ExpiredEntries { kStay, kAreRenewed };

/// Adds an entry for each finding that has none and is not suppressed by something else; with an empty
/// baseline this creates one. Expired entries of findings that are still there stay expired, so that an end
/// stays an end, unless they are to be renewed: then they get the new terms, except that an empty reason or
/// owner leaves the old one.
[[nodiscard]] BaselineChange update_baseline(const Baseline& baseline, std::span<const Finding> findings,
                                             const EntryTerms& terms, std::string_view today,
                                             ExpiredEntries expired = ExpiredEntries::kStay);

/// Removes the entries of no finding. Expired entries of findings that are still there stay: they tell who
/// promised what.
[[nodiscard]] BaselineChange prune_baseline(const Baseline& baseline, std::span<const Finding> findings);

}  // namespace trawl
