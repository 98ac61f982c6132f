#pragma once

#include <cstddef>
#include <vector>

#include "engine/base/line_index.h"
#include "engine/model/match.h"

namespace trawl {

/// Raises the grade of matches whose rule names a partner and finds it near enough in the same blob: an id
/// and its secret together are usable, each alone less so. Both sides are raised by one grade, once. Returns
/// for each match the positions (in `matches`) of its partners, ascending.
std::vector<std::vector<std::size_t>> raise_by_partners(std::vector<Match>& matches, LineIndex& lines);

}  // namespace trawl
