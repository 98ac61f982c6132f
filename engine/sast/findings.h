#pragma once

#include <string>
#include <vector>

#include "engine/sast/flow_finding.h"
#include "engine/sast/models.h"
#include "engine/sast/program.h"
#include "engine/sast/propagation.h"

namespace trawl::sast {

/// What the values that arrived at sinks mean: one finding for each rule, sink and function of the source,
/// with the shortest flow; further sources are further flows. Sorted.
std::vector<FlowFinding> findings_of(const Program& program, const Propagation& propagation,
                                     const Models& models, const std::vector<std::string>& rules);

/// Where a spot of a function is; line 0 of a spot is no place.
[[nodiscard]] Place place_of(const Program& program, FunctionId function, const Spot& spot);

}  // namespace trawl::sast
