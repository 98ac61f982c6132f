#pragma once

#include <cstdint>
#include <vector>

#include "engine/model/match.h"

namespace trawl {

/// Leaves one match per text: of overlapping secrets the one with the better evidence stays (valid checksum,
/// valid structure, provider's prefix, provider's keyword, generic; then the longer, then the smaller rule
/// id, then the one less deeply encoded), and names the others in `also_matched`. Sorts by secret span.
/// `outcomes` (may be null) hears of the losers.
/// Matches of layers beyond `settled` have been merged with each other before, where they stand in those
/// layers, and do not exclude each other: two secrets in one compressed run stand in the same place.
void merge_overlapping(std::vector<Match>& matches, std::vector<CandidateOutcome>* outcomes,
                       std::uint32_t settled = UINT32_MAX);

}  // namespace trawl
