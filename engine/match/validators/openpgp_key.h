#pragma once

#include <string>
#include <string_view>

namespace trawl {

/// What the body of a `PGP PRIVATE KEY BLOCK` says of itself.
struct OpenPgpKey {
  bool recognised = false;  ///< it begins with a secret-key packet
  bool encrypted = false;   ///< its string-to-key octet says so
  std::string description;
};

/// Reads the first packet (RFC 4880 and 9580; versions 3 to 6).
OpenPgpKey examine_openpgp_key(std::string_view bytes);

/// The three bytes of the armor's checksum line.
std::string openpgp_checksum_of(std::string_view bytes);

}  // namespace trawl
