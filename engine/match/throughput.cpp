#include "engine/match/throughput.h"

#include <algorithm>
#include <chrono>
#include <memory>

#include <fmt/format.h>
#include <hs.h>

#include "engine/base/handle.h"
#include "engine/match/pattern_database.h"

namespace trawl {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 20;

int count(unsigned rule, unsigned long long, unsigned long long, unsigned, void* context) {
  if (rule != kCommentMarker) ++(*static_cast<std::vector<std::uint64_t>*>(context))[rule];
  return 0;
}

}  // namespace

Result<Throughput> measure_throughput(const RuleSet& rules, std::string_view text, unsigned passes) {
  const Result<PatternDatabase> database = PatternDatabase::compile(rules, 0, rules.size(), host_tier());
  if (!database) return database.error();
  hs_scratch_t* allocated = nullptr;
  if (hs_alloc_scratch(database->handle(), &allocated) != HS_SUCCESS)
    return Error("there is no memory for scratch space");
  const std::unique_ptr<hs_scratch_t, FreeWith<hs_free_scratch>> scratch(allocated);

  Throughput throughput;
  double best = 0;
  for (unsigned pass = 0; pass < passes; ++pass) {
    throughput.candidates.assign(rules.size(), 0);
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t at = 0; at < text.size(); at += kBlock) {
      const std::string_view block = text.substr(at, kBlock);
      const hs_error_t code = hs_scan(database->handle(), block.data(), static_cast<unsigned>(block.size()),
                                      0, scratch.get(), count, &throughput.candidates);
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
