#include "tools/trawl/builtin.h"

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
}

namespace trawl {

std::span<const char> builtin_database(CpuTier tier, PatternPart part) {
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

}  // namespace trawl
