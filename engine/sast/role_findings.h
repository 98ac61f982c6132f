#pragma once

#include <string>
#include <vector>

#include "engine/sast/flow_finding.h"
#include "engine/sast/program.h"

namespace trawl::sast {

/// What is wrong with keys, algorithms, credentials and the order of calls: judges every argument that has a
/// role by where its value comes from, and reports what functions found by themselves. `rules`: ids that are
/// asked for, empty: all. Sorted. `limited`: some origins were not followed to the end.
std::vector<FlowFinding> role_findings_of(const Program& program, const std::vector<std::string>& rules,
                                          bool& limited);

}  // namespace trawl::sast
