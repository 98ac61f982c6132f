#include "engine/model/ledger.h"

#include <algorithm>

namespace trawl {
namespace {

constexpr std::array<std::string_view, kEvidenceOutcomes> kNames = {"clean",      "finding",  "unknown",
                                                                    "not-parsed", "disabled", "no-data"};

}  // namespace

std::string_view name_of(EvidenceOutcome outcome) {
  return kNames[static_cast<std::size_t>(outcome)];
}

std::optional<EvidenceOutcome> evidence_outcome_named(std::string_view name) {
  const auto at = std::find(kNames.begin(), kNames.end(), name);
  if (at == kNames.end()) return std::nullopt;
  return static_cast<EvidenceOutcome>(at - kNames.begin());
}

}  // namespace trawl
