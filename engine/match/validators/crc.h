#pragma once

#include <cstdint>
#include <string_view>

namespace trawl {

/// CRC-32 of ISO 3309 (zlib, PNG): `crc32_of("123456789")` is 0xcbf43926.
std::uint32_t crc32_of(std::string_view bytes);

/// CRC-16/XMODEM (polynomial 0x1021, start 0), as in NATS nkeys and Stellar's SEP-23: 0x31c3 for "123456789".
std::uint16_t crc16_xmodem_of(std::string_view bytes);

/// The CRC-24 of OpenPGP armor (RFC 4880, section 6.1): 0x21cf02 for "123456789".
std::uint32_t crc24_of(std::string_view bytes);

}  // namespace trawl
