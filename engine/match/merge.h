#pragma once

#include <vector>

#include "engine/model/match.h"

namespace trawl {

/// Leaves one match per text: of overlapping secrets the one with the better evidence stays (valid checksum,
/// valid structure, provider's prefix, provider's keyword, generic; then the longer, then the smaller rule
/// id), and names the others in `also_matched`. Sorts by secret span. `outcomes` (may be null) hears of the
/// losers.
void merge_overlapping(std::vector<Match>& matches, std::vector<CandidateOutcome>* outcomes);

}  // namespace trawl
