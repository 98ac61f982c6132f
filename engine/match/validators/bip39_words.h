#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace trawl {

/// The place, 0 to 2047, of a lower-case word in the English list of BIP-39.
std::optional<std::uint32_t> bip39_index_of(std::string_view word);

}  // namespace trawl
