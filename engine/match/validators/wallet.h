#pragma once

#include <string_view>

#include "engine/match/validators/validator.h"

namespace trawl {

// Seeds and keys that people keep: NATS, Stellar, age, Bitcoin, Ethereum. Each takes the whole text.

/// NATS nkey seed: base32, CRC-16/XMODEM in the last two bytes, little-endian.
Validation judge_nkey(std::string_view seed);
/// Stellar secret seed (SEP-23): base32 of version, 32 bytes, CRC-16/XMODEM.
Validation judge_stellar(std::string_view seed);
/// `AGE-SECRET-KEY-1...`: bech32 of BIP-173.
Validation judge_age(std::string_view identity);
/// Bitcoin wallet import format: base58check of version, 32 bytes and perhaps 0x01.
Validation judge_wif(std::string_view key);
/// BIP-32 extended private key (`xprv`, and the versions `yprv zprv tprv` of SLIP-132).
Validation judge_extended_private_key(std::string_view key);
/// BIP-39 phrase in English: the last word carries bits of a SHA-256. White space, commas, quotes between
/// words.
Validation judge_bip39(std::string_view phrase);
/// 64 hexadecimal digits, perhaps after 0x, as a private key on secp256k1. Nearly every number is in its
/// range, so this can refute but not prove.
Validation judge_secp256k1(std::string_view key);

}  // namespace trawl
