#include "engine/match/validators/wallet.h"

#include <algorithm>
#include <optional>
#include <string>

#include "engine/match/validators/base_n.h"
#include "engine/match/validators/bech32.h"
#include "engine/match/validators/bip39_words.h"
#include "engine/match/validators/crc.h"
#include "engine/match/validators/judgement.h"
#include "engine/match/validators/sha256.h"

namespace trawl {
namespace {

constexpr std::size_t kKeyBytes = 32;

bool ends_in_crc16(std::string_view bytes) {
  if (bytes.size() <= 2) return false;
  const std::size_t covered = bytes.size() - 2;
  const auto octet = [bytes](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
  return crc16_xmodem_of(bytes.substr(0, covered)) == (octet(covered) | octet(covered + 1) << 8);
}

/// The payload of a base58check text: double SHA-256, of which the first four bytes stand at the end.
std::optional<std::string> payload_of_base58check(std::string_view text) {
  std::optional<std::string> bytes = decode_base58(text);
  if (!bytes || bytes->size() <= 4) return std::nullopt;
  const std::string checksum = bytes->substr(bytes->size() - 4);
  bytes->resize(bytes->size() - 4);
  if (sha256_octets_of(sha256_octets_of(*bytes)).substr(0, 4) != checksum) return std::nullopt;
  return bytes;
}

std::string_view role_of_nkey(unsigned char role) {
  switch (role) {
    case 20:
      return "user";
    case 0:
      return "account";
    case 14:
      return "operator";
    case 13:
      return "server";
    case 2:
      return "cluster";
    case 23:
      return "curve";
    default:
      return {};
  }
}

}  // namespace

Validation judge_nkey(std::string_view seed) {
  constexpr unsigned kSeedPrefix = 18;  // base32 `S`
  const std::optional<std::string> bytes = decode_base32(seed, Base32Case::kUpper);
  if (!bytes || bytes->size() != 2 + kKeyBytes + 2 || !ends_in_crc16(*bytes)) return invalid();
  const auto first = static_cast<unsigned char>((*bytes)[0]);
  const auto second = static_cast<unsigned char>((*bytes)[1]);
  const std::string_view role = role_of_nkey(static_cast<unsigned char>((first & 7) << 2 | second >> 6));
  return verdict_if(first >> 3 == kSeedPrefix && !role.empty(), std::string(role));
}

Validation judge_stellar(std::string_view seed) {
  constexpr char kSeedVersion = static_cast<char>(18 << 3);
  const std::optional<std::string> bytes = decode_base32(seed, Base32Case::kUpper);
  return verdict_if(bytes && bytes->size() == 1 + kKeyBytes + 2 && bytes->front() == kSeedVersion &&
                    ends_in_crc16(*bytes));
}

Validation judge_age(std::string_view identity) {
  const std::optional<std::string> bytes = decode_bech32(identity, "age-secret-key-");
  return verdict_if(bytes && bytes->size() == kKeyBytes);
}

Validation judge_wif(std::string_view key) {
  constexpr char kMainNet = static_cast<char>(0x80);
  constexpr char kTestNet = static_cast<char>(0xef);
  const std::optional<std::string> payload = payload_of_base58check(key);
  if (!payload || (payload->front() != kMainNet && payload->front() != kTestNet)) return invalid();
  const bool compressed = payload->size() == 2 + kKeyBytes && payload->back() == 1;
  return verdict_if(compressed || payload->size() == 1 + kKeyBytes,
                    payload->front() == kMainNet ? "main network" : "test network");
}

Validation judge_extended_private_key(std::string_view key) {
  constexpr std::size_t kPayload = 78;
  constexpr std::size_t kKeyAt = 45;
  const std::optional<std::string> payload = payload_of_base58check(key);
  if (!payload || payload->size() != kPayload || (*payload)[kKeyAt] != 0) return invalid();
  for (const std::string_view version :
       {std::string_view("\x04\x88\xad\xe4", 4), std::string_view("\x04\x9d\x78\x78", 4),
        std::string_view("\x04\xb2\x43\x0c", 4)}) {
    if (payload->starts_with(version)) return valid("main network");
  }
  return verdict_if(payload->starts_with("\x04\x35\x83\x94"), "test network");
}

Validation judge_bip39(std::string_view phrase) {
  constexpr std::size_t kMostWords = 24;
  constexpr std::string_view kBetween = " \t\r\n,\"'";
  std::string bits;  // one character a bit: at most 264
  std::size_t words = 0;
  for (std::size_t at = phrase.find_first_not_of(kBetween); at < phrase.size();
       at = phrase.find_first_not_of(kBetween, at)) {
    const std::size_t end = std::min(phrase.find_first_of(kBetween, at), phrase.size());
    const std::optional<std::uint32_t> index = bip39_index_of(phrase.substr(at, end - at));
    if (!index || ++words > kMostWords) return invalid();
    bits += in_base(*index, "01", 11);
    at = end;
  }
  if (words < 12 || words % 3 != 0) return invalid();

  const std::size_t checksum_bits = words / 3;
  std::string entropy;
  for (std::size_t at = 0; at + 8 <= bits.size() - checksum_bits; at += 8) {
    unsigned octet = 0;
    for (const char bit : bits.substr(at, 8)) octet = octet << 1 | static_cast<unsigned>(bit == '1');
    entropy.push_back(static_cast<char>(octet));
  }
  const auto digest = static_cast<unsigned char>(sha256_octets_of(entropy)[0]);
  if (bits.substr(bits.size() - checksum_bits) !=
      in_base(digest >> (8 - checksum_bits), "01", checksum_bits)) {
    return invalid();
  }
  Validation result = valid(std::to_string(words) + " words");
  // The vectors of BIP-39 repeat one byte; development chains share the phrase of eleven equal words and
  // "junk".
  const bool one_byte = consists_of(entropy, entropy.substr(0, 1));
  const bool development = phrase.starts_with("test test test ") && phrase.ends_with(" test junk");
  return one_byte || development ? graded(valid("published example"), Severity::kLow) : result;
}

Validation judge_secp256k1(std::string_view key) {
  static constexpr std::string_view kOrder =
      "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
  // SHA-256 of the first account that Ethereum development chains start with, in lower-case hexadecimal.
  static constexpr std::string_view kDevelopmentKey =
      "bc1a50966c9e6486bc4ebf880b51611a2a97fcb8e7a6976e9b81a9e3e8ca0e3c";
  if (key.starts_with("0x") || key.starts_with("0X")) key.remove_prefix(2);
  if (key.size() != kOrder.size()) return invalid();
  std::string lower(key);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
  if (!consists_of(lower, kLowerHex)) return invalid();
  // Digits of one length and case compare like their numbers.
  if (lower >= kOrder || consists_of(lower, "0")) return invalid();
  std::string digest;
  for (const char c : sha256_octets_of(lower)) digest += in_base(static_cast<unsigned char>(c), kLowerHex, 2);
  if (digest == kDevelopmentKey) return graded(no_verdict("published example"), Severity::kLow);
  return no_verdict();
}

}  // namespace trawl
