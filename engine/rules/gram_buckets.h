#pragma once

#include <vector>

#include "engine/rules/gram_choice.h"

namespace trawl {

/// Divides grams among the buckets of a filter, so that what a bucket passes is little more than its grams,
/// and writes the buckets' look-up tables and the hashes of all grams.
void write_grams(const std::vector<Gram>& grams, StubFilter& filter);

}  // namespace trawl
