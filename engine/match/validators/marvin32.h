#pragma once

#include <cstdint>
#include <string_view>

namespace trawl {

/// Microsoft's Marvin32 as its identifiable keys use it: a checksum under a seed of eight ASCII characters,
/// of which the first is the most significant byte. Source: Microsoft's published security-utilities.
/// `marvin32_of("123456789", "Default0")` is 0xe7a1f8a0.
std::uint32_t marvin32_of(std::string_view bytes, std::string_view seed);

}  // namespace trawl
