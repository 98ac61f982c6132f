#pragma once

#include <cstdint>

namespace trawl {

/// Bytes `[target, target + length)` of a text that are a copy of `[base, base + length)` of another. A list
/// of them is ascending in `target`, without overlaps there; what lies between two is new. Runs that continue
/// each other in both texts are joined.
struct CopyRun {
  std::uint32_t base = 0;
  std::uint32_t target = 0;
  std::uint32_t length = 0;

  friend bool operator==(const CopyRun&, const CopyRun&) = default;
};

}  // namespace trawl
