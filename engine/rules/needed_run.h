#pragma once

#include "engine/model/rule.h"
#include "engine/rules/pattern_syntax.h"

namespace trawl {

/// The longest run of `is_run_byte` that every text of `node` has, with what may stand before and behind it
/// in the text; of length 0 where there is none. It may name a shorter run, or a wider surrounding, than the
/// best there is, never the other way round.
NeededRun needed_run_of(const PatternNode& node);

}  // namespace trawl
