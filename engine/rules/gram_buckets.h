#pragma once

#include <vector>

#include "engine/rules/gram_choice.h"

namespace trawl {

/// Divides grams, none of which is within another, among the buckets of a filter, so that what a bucket
/// passes is little more than its grams: the bucket of each.
std::vector<std::size_t> divide_among_buckets(const std::vector<Gram>& grams);

/// Writes the look-up tables of the buckets that the grams are in, and the hashes of all grams.
void write_grams(const std::vector<Gram>& grams, const std::vector<std::size_t>& buckets, StubFilter& filter);

}  // namespace trawl
