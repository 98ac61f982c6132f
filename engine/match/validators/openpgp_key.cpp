#include "engine/match/validators/openpgp_key.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "engine/match/validators/crc.h"

namespace trawl {
namespace {

constexpr unsigned kSecretKeyTag = 5;

unsigned octet(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

/// The contents of the first packet if it is a secret key, as far as they are there.
std::optional<std::string_view> secret_key_packet(std::string_view bytes) {
  if (bytes.size() < 6 || (octet(bytes, 0) & 0x80) == 0) return std::nullopt;
  const bool new_format = (octet(bytes, 0) & 0x40) != 0;
  const unsigned tag = new_format ? octet(bytes, 0) & 0x3f : octet(bytes, 0) >> 2 & 0x0f;
  if (tag != kSecretKeyTag) return std::nullopt;
  if (new_format) {
    const unsigned first = octet(bytes, 1);
    return bytes.substr(first < 192 ? 2 : first < 224 ? 3 : 6);
  }
  static constexpr std::size_t kHeader[] = {2, 3, 5, 1};
  return bytes.substr(kHeader[octet(bytes, 0) & 3]);
}

void skip(std::string_view& bytes, std::size_t count) {
  bytes.remove_prefix(std::min(count, bytes.size()));
}

void skip_mpis(std::string_view& bytes, int count) {
  for (int i = 0; i < count && bytes.size() >= 2; ++i)
    skip(bytes, 2 + ((octet(bytes, 0) << 8 | octet(bytes, 1)) + 7) / 8);
}

void skip_counted(std::string_view& bytes) {
  if (!bytes.empty()) skip(bytes, 1 + octet(bytes, 0));
}

/// Skips the public fields of an algorithm; false for one that is not known.
bool skip_public_fields(std::string_view& bytes, unsigned algorithm) {
  switch (algorithm) {
    case 1:  // RSA
    case 2:
    case 3:
      skip_mpis(bytes, 2);
      return true;
    case 16:  // Elgamal
      skip_mpis(bytes, 3);
      return true;
    case 17:  // DSA
      skip_mpis(bytes, 4);
      return true;
    case 18:  // ECDH
      skip_counted(bytes);
      skip_mpis(bytes, 1);
      skip_counted(bytes);
      return true;
    case 19:  // ECDSA
    case 22:  // EdDSA
      skip_counted(bytes);
      skip_mpis(bytes, 1);
      return true;
    case 25:  // X25519
    case 27:  // Ed25519
      skip(bytes, 32);
      return true;
    case 26:  // X448
      skip(bytes, 56);
      return true;
    case 28:  // Ed448
      skip(bytes, 57);
      return true;
    default:
      return false;
  }
}

}  // namespace

OpenPgpKey examine_openpgp_key(std::string_view bytes) {
  OpenPgpKey key;
  std::optional<std::string_view> packet = secret_key_packet(bytes);
  if (!packet || packet->size() < 8) return key;
  const unsigned version = octet(*packet, 0);
  if (version < 3 || version > 6) return key;
  key.recognised = true;
  key.description = "OpenPGP key, version " + std::to_string(version);

  // Version, time; version 3 has days of validity; 5 and 6 have the length of the public fields.
  std::string_view rest = *packet;
  skip(rest, version == 3 ? 7 : 5);
  if (rest.empty()) return key;
  const unsigned algorithm = octet(rest, 0);
  skip(rest, version >= 5 ? 5 : 1);
  if (!skip_public_fields(rest, algorithm) || rest.empty()) return key;
  key.encrypted = octet(rest, 0) != 0;
  if (key.encrypted) key.description += ", encrypted";
  return key;
}

std::string openpgp_checksum_of(std::string_view bytes) {
  const std::uint32_t crc = crc24_of(bytes);
  return {static_cast<char>(crc >> 16), static_cast<char>(crc >> 8), static_cast<char>(crc)};
}

}  // namespace trawl
