#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace trawl {

/// The bytes of a bech32 text (BIP-173) whose human-readable part is `human`, lower case; `text` is all upper
/// or all lower case, of any length up to 1,000 characters as age allows it. Nothing if checksum, case or
/// padding is wrong.
std::optional<std::string> decode_bech32(std::string_view text, std::string_view human);

}  // namespace trawl
