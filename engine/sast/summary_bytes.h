#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/sast/summary.h"

namespace trawl::sast {

/// A summary as bytes, for the cache and for the process that links. The same summary is the same bytes.
std::string bytes_of(const UnitSummary& summary);

/// The summary of bytes that nobody vouches for: nothing where they are damaged, of another version, or hold
/// an index beyond its table. Memory is bounded by the number of bytes.
std::optional<UnitSummary> summary_of(std::string_view bytes);

}  // namespace trawl::sast
