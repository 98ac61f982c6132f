#pragma once

#include <string_view>
#include <vector>

#include "engine/base/strong.h"
#include "engine/model/rule.h"

namespace trawl {

/// The stretches of `bytes` that hold all stubs with a long run (`kLongRun`): each run of that length or more
/// with what may stand beside it and a byte on either side for boundaries; those that touch are one.
/// Ascending.
///
/// A third of all rules ask for a name, some bytes and then a value of 32 characters or more, and such rules
/// cost Hyperscan most: their names stand in many texts, such values in few. Source code has a run of 30
/// every 9,000 bytes, so that 6 % of it is searched for them.
void find_long_runs(std::string_view bytes, std::vector<ByteSpan>& stretches);

}  // namespace trawl
