#include "engine/rules/gram_buckets.h"

#include <algorithm>
#include <utility>

#include "engine/rules/byte_chain.h"

namespace trawl {
namespace {

constexpr std::size_t kBuckets = 8 * StubFilter::kTables;
constexpr int kMostRounds = 20;

Gram joined(Gram gram, const Gram& other) {
  for (std::size_t i = 0; i < gram.size(); ++i) gram[i] |= other[i];
  return gram;
}

/// Grams, and what passes where each place has a byte of any of them.
struct Bucket {
  std::vector<Gram> grams;
  Gram passes;
  double likelihood = 0;

  [[nodiscard]] double likelihood_with(const Gram& gram) const { return likelihood_of(joined(passes, gram)); }
  void add(const Gram& gram) {
    grams.push_back(gram);
    passes = joined(passes, gram);
    likelihood = likelihood_of(passes);
  }
  [[nodiscard]] Bucket without(std::size_t place) const {
    Bucket rest;
    rest.grams = grams;
    rest.grams.erase(rest.grams.begin() + static_cast<std::ptrdiff_t>(place));
    for (const Gram& gram : rest.grams) rest.passes = joined(rest.passes, gram);
    rest.likelihood = likelihood_of(rest.passes);
    return rest;
  }
};

using Buckets = std::array<Bucket, kBuckets>;

// The bucket, other than `except`, that a gram makes least wider, and by how much.
std::pair<std::size_t, double> best_for(const Gram& gram, const Buckets& buckets, std::size_t except) {
  std::pair<std::size_t, double> best(except, 2);
  for (std::size_t i = 0; i < kBuckets; ++i) {
    if (i == except) continue;
    const double more = buckets[i].likelihood_with(gram) - buckets[i].likelihood;
    if (more < best.second) best = {i, more};
  }
  return best;
}

// Moves grams to where they cost less, one at a time; whether one was moved.
bool improve(Buckets& buckets) {
  bool moved = false;
  for (std::size_t from = 0; from < kBuckets; ++from) {
    for (std::size_t i = 0; i < buckets[from].grams.size(); ++i) {
      const Gram gram = buckets[from].grams[i];
      Bucket rest = buckets[from].without(i);
      const auto [to, more] = best_for(gram, buckets, from);
      if (more >= (buckets[from].likelihood - rest.likelihood) * 0.999) continue;
      buckets[from] = std::move(rest);
      buckets[to].add(gram);
      moved = true;
      --i;
    }
  }
  return moved;
}

// Calls `take` with each text of a gram as a little-endian number.
template <typename Take>
void for_each_text(const Gram& gram, const Take& take) {
  std::vector<std::uint32_t> texts = {0};
  for (std::size_t place = 0; place < gram.size(); ++place) {
    std::vector<std::uint32_t> longer;
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
      if (!gram[place][byte]) continue;
      for (const std::uint32_t text : texts) longer.push_back(text | byte << (8 * place));
    }
    texts = std::move(longer);
  }
  for (const std::uint32_t text : texts) take(text);
}

}  // namespace

std::vector<std::size_t> divide_among_buckets(const std::vector<Gram>& grams) {
  std::vector<std::pair<double, Gram>> sorted;  // the most likely first
  sorted.reserve(grams.size());
  for (const Gram& gram : grams) sorted.emplace_back(likelihood_of(gram), gram);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  Buckets buckets;
  for (const auto& [likelihood, gram] : sorted) buckets[best_for(gram, buckets, kBuckets).first].add(gram);
  for (int round = 0; round < kMostRounds && improve(buckets); ++round) {
  }
  std::vector<std::size_t> result;
  result.reserve(grams.size());
  for (const Gram& gram : grams) {
    const auto holds = [&](const Bucket& bucket) {
      return std::find(bucket.grams.begin(), bucket.grams.end(), gram) != bucket.grams.end();
    };
    result.push_back(
        static_cast<std::size_t>(std::find_if(buckets.begin(), buckets.end(), holds) - buckets.begin()));
  }
  return result;
}

void write_grams(const std::vector<Gram>& grams, const std::vector<std::size_t>& buckets,
                 StubFilter& filter) {
  std::array<Gram, kBuckets> passes;
  for (std::size_t i = 0; i < grams.size(); ++i) passes[buckets[i]] = joined(passes[buckets[i]], grams[i]);
  for (std::size_t i = 0; i < kBuckets; ++i) {
    for (std::size_t place = 0; place < StubFilter::kGram; ++place) {
      for (std::size_t byte = 0; byte < 256; ++byte) {
        if (!passes[i][place][byte]) continue;
        filter.grams[i / 8][place][byte % StubFilter::kBytes] |= static_cast<std::uint8_t>(1U << i % 8);
      }
    }
  }
  for (const Gram& gram : grams) {
    for_each_text(gram, [&](std::uint32_t text) {
      const std::uint32_t hash = StubFilter::hash_of(text);
      filter.hashes[hash / 64] |= std::uint64_t{1} << hash % 64;
    });
  }
}

}  // namespace trawl
