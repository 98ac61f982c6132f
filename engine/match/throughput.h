#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/rule_set.h"

namespace trawl {

/// What Hyperscan makes of a text with the enabled rules, all else left out.
struct Throughput {
  double gigabytes_per_second = 0;  ///< best of several passes, on one core; GB are 10^9 bytes
  double candidates_per_megabyte = 0;
  std::vector<std::uint64_t> candidates;  ///< by position of the rule
};

/// Compiles the enabled rules for the processor at hand and scans `text` with them, `passes` times.
Result<Throughput> measure_throughput(const RuleSet& rules, std::string_view text, unsigned passes = 5);

}  // namespace trawl
