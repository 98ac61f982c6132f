#pragma once

#include <vector>

#include "engine/base/result.h"
#include "engine/match/decode/layers.h"
#include "engine/match/matcher.h"

namespace trawl {

/// Searches the layers that were decoded from `request.bytes` and joins what is found with `matches`, those
/// of the bytes as they are: of matches that overlap in the bytes one stays (`merge_overlapping`), so a
/// secret that reads the same with and without decoding is one match. In pieces that are no text only rules
/// for tokens count. Matches of layers have `layer` and `in_layer` set, and belong to `request` if what they
/// are encoded in ends in
/// `(owned_begin, owned_end]`. An error means that a layer was not searched to its end.
Result<void> match_layers(Matcher& matcher, const MatchRequest& request, const LayerStack& layers,
                          std::vector<Match>& matches);

}  // namespace trawl
