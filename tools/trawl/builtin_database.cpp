#include "tools/trawl/builtin.h"

#include <memory>
#include <utility>

// Defined by builtin_database.S, which includes the files that the pattern compiler wrote.
extern "C" {
extern const char trawl_database_generic_begin[];
extern const char trawl_database_generic_end[];
extern const char trawl_database_avx2_begin[];
extern const char trawl_database_avx2_end[];
extern const char trawl_database_avx512_begin[];
extern const char trawl_database_avx512_end[];
extern const char trawl_database_generic_runs_begin[];
extern const char trawl_database_generic_runs_end[];
extern const char trawl_database_avx2_runs_begin[];
extern const char trawl_database_avx2_runs_end[];
extern const char trawl_database_avx512_runs_begin[];
extern const char trawl_database_avx512_runs_end[];
extern const char trawl_stub_filter_begin[];
extern const char trawl_stub_filter_end[];
extern const char trawl_stub_filter_runs_begin[];
extern const char trawl_stub_filter_runs_end[];
}

namespace trawl {
namespace {

std::span<const char> image_of(CpuTier tier, PatternPart part) {
  const bool runs = part == PatternPart::kNearLongRuns;
  switch (tier) {
    case CpuTier::kAvx512:
      if (runs) return {trawl_database_avx512_runs_begin, trawl_database_avx512_runs_end};
      return {trawl_database_avx512_begin, trawl_database_avx512_end};
    case CpuTier::kAvx2:
      if (runs) return {trawl_database_avx2_runs_begin, trawl_database_avx2_runs_end};
      return {trawl_database_avx2_begin, trawl_database_avx2_end};
    case CpuTier::kGeneric:
      break;
  }
  if (runs) return {trawl_database_generic_runs_begin, trawl_database_generic_runs_end};
  return {trawl_database_generic_begin, trawl_database_generic_end};
}

}  // namespace

Result<PatternDatabase> builtin_database(CpuTier tier, PatternPart part) {
  Result<PatternDatabase> database = PatternDatabase::in_place(image_of(tier, part), part);
  if (!database) return database;
  const std::span<const char> image =
      part == PatternPart::kNearLongRuns ? std::span(trawl_stub_filter_runs_begin, trawl_stub_filter_runs_end)
                                         : std::span(trawl_stub_filter_begin, trawl_stub_filter_end);
  database->search_near(std::make_shared<const StubFilter>(StubFilter::of_image(image)));
  return database;
}

}  // namespace trawl
