#pragma once

#include <string>
#include <string_view>

namespace trawl {

/// The 32 bytes of SHA-256, not their digits.
std::string sha256_octets_of(std::string_view bytes);

}  // namespace trawl
