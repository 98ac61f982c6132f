#pragma once

#include <cstddef>
#include <vector>

#include "engine/base/line_index.h"
#include "engine/model/match.h"

namespace trawl {

/// The grade of a match beside a partner. An id and its secret together are usable as they are: critical.
/// What was graded down before (malformed, expired, in a test) goes up by one grade only; what nothing but
/// its context tells goes up by two.
Severity grade_beside(const SecretRule& rule, Severity alone);

/// Raises the grade of matches whose rule names a partner and finds it near enough in the same blob, and of
/// the partners with them. Returns for each match the positions (in `matches`) of its partners, ascending.
std::vector<std::vector<std::size_t>> raise_by_partners(std::vector<Match>& matches, LineIndex& lines);

}  // namespace trawl
