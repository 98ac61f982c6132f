#pragma once

#include <bitset>
#include <span>

namespace trawl {

/// How likely it is that a place of a text has bytes of these sets, one after another: estimated by a Markov
/// chain over source code and documents. Good to compare sets with each other, no more.
double likelihood_of(std::span<const std::bitset<256>> sets);

/// The same of four sets, where more is known: the counts of the most frequent four bytes (`kFrequentGrams`).
double likelihood_of_four(std::span<const std::bitset<256>, 4> sets);

}  // namespace trawl
