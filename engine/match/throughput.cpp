#include "engine/match/throughput.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>
#include <hs.h>

#include "engine/match/pattern_database.h"
#include "engine/match/stub_search.h"

namespace trawl {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 20;

int count(unsigned rule, unsigned long long, unsigned long long, unsigned, void* context) {
  if (rule != kCommentMarker) ++(*static_cast<std::vector<std::uint64_t>*>(context))[rule];
  return 0;
}

}  // namespace

Result<Throughput> measure_throughput(const RuleSet& rules, std::string_view text, unsigned passes) {
  // Divided as the built-in ones are.
  std::vector<PatternDatabase> databases;
  for (const PatternPart part : {PatternPart::kAnywhere, PatternPart::kNearLongRuns}) {
    const auto is_of_part = [&](std::size_t i) {
      return rules.enabled(i) && rules[i].needs_long_run() == (part == PatternPart::kNearLongRuns);
    };
    std::size_t first = 0;
    while (first < rules.size() && !is_of_part(first)) ++first;
    if (first == rules.size()) continue;
    Result<PatternDatabase> database =
        PatternDatabase::compile(rules, first, rules.size(), host_tier(), part);
    if (!database) return database.error();
    databases.push_back(std::move(*database));
  }
  Result<StubSearch> search = StubSearch::create(databases);
  if (!search) return search.error();

  Throughput throughput;
  double best = 0;
  for (unsigned pass = 0; pass < passes; ++pass) {
    throughput.candidates.assign(rules.size(), 0);
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t at = 0; at < text.size(); at += kBlock) {
      const std::string_view block = text.substr(at, kBlock);
      const int code = search->search(block, count, &throughput.candidates);
      if (code != HS_SUCCESS) return Error(fmt::format("Hyperscan failed with code {}", code));
    }
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    best = std::max(best, static_cast<double>(text.size()) / elapsed.count() / 1e9);
  }
  throughput.gigabytes_per_second = best;
  std::uint64_t sum = 0;
  for (const std::uint64_t candidates : throughput.candidates) sum += candidates;
  throughput.candidates_per_megabyte =
      static_cast<double>(sum) * 1e6 / static_cast<double>(std::max<std::size_t>(1, text.size()));
  return throughput;
}

}  // namespace trawl
