#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/match/decode/decoded_layer.h"

namespace trawl {

/// Whether `bytes` begin like gzip (RFC 1952) or zlib (RFC 1950) data.
[[nodiscard]] bool is_compressed(std::string_view bytes);

/// Inflates gzip (all its members) or zlib data and appends it to `text`: as much as there is before an
/// error, and no more than a hundred times the input (but 64 KiB of any), 64 MiB, and what `budget` has;
/// which of these ended it shows in `budget.exhausted`. Says how many bytes were appended.
std::uint64_t inflate_compressed(std::string_view bytes, std::string& text, DecodingBudget& budget);

}  // namespace trawl
