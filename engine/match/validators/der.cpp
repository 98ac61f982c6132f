#include "engine/match/validators/der.h"

#include <array>

namespace trawl {
namespace {

std::uint64_t octet(char c) {
  return static_cast<unsigned char>(c);
}

/// The lowest 64 bits of a big-endian number.
std::uint64_t low_bits(std::string_view number) {
  if (number.size() > 8) number = number.substr(number.size() - 8);
  std::uint64_t value = 0;
  for (const char c : number) value = value << 8 | octet(c);
  return value;
}

std::size_t bit_length(std::string_view number) {
  while (!number.empty() && number.front() == 0) number.remove_prefix(1);
  if (number.empty()) return 0;
  std::size_t bits = number.size() * 8;
  for (std::uint64_t top = octet(number.front()); top < 0x80; top <<= 1) --bits;
  return bits;
}

bool is_version(std::optional<std::string_view> integer) {
  return integer && integer->size() == 1 && octet(integer->front()) <= 1;
}

/// Contents of RSAPrivateKey after its version: n e d p q d-mod-p d-mod-q q-inverse.
std::optional<std::string> describe_rsa(DerReader fields) {
  std::array<std::string_view, 8> numbers;
  for (std::string_view& number : numbers) {
    const std::optional<std::string_view> integer = fields.next(kDerInteger);
    if (!integer || integer->empty()) return std::nullopt;
    number = *integer;
  }
  const std::size_t bits = bit_length(numbers[0]);
  if (bits < 256 || low_bits(numbers[3]) * low_bits(numbers[4]) != low_bits(numbers[0])) return std::nullopt;
  return "RSA key, " + std::to_string(bits) + " bits";
}

std::optional<std::string> describe_dsa(DerReader fields) {
  std::array<std::string_view, 5> numbers;  // p q g y x
  for (std::string_view& number : numbers) {
    const std::optional<std::string_view> integer = fields.next(kDerInteger);
    if (!integer || integer->empty()) return std::nullopt;
    number = *integer;
  }
  if (!fields.at_end() || bit_length(numbers[0]) < 512) return std::nullopt;
  return "DSA key, " + std::to_string(bit_length(numbers[0])) + " bits";
}

/// Contents of ECPrivateKey after its version: the number, then tagged parameters and public point.
std::optional<std::string> describe_ec(DerReader fields) {
  const std::optional<std::string_view> number = fields.next(kDerOctetString);
  if (!number || number->size() < 14 || number->size() > 72) return std::nullopt;
  std::uint8_t last_tag = 0x9f;
  while (!fields.at_end()) {
    const std::optional<DerElement> element = fields.next();
    if (!element || element->tag <= last_tag || element->tag > 0xa1) return std::nullopt;
    last_tag = element->tag;
  }
  return "EC key, " + std::to_string(number->size() * 8) + " bits";
}

struct Algorithm {
  std::string_view id;  ///< contents of the OBJECT IDENTIFIER
  std::string_view name;
};
constexpr std::string_view kRsa("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", 9);
constexpr std::string_view kEc("\x2a\x86\x48\xce\x3d\x02\x01", 7);
constexpr Algorithm kAlgorithms[] = {
    {kRsa, "RSA key"},
    {kEc, "EC key"},
    {std::string_view("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a", 9), "RSA-PSS key"},
    {std::string_view("\x2a\x86\x48\xce\x38\x04\x01", 7), "DSA key"},
    {std::string_view("\x2a\x86\x48\x86\xf7\x0d\x01\x03\x01", 9), "DH key"},
    {std::string_view("\x2b\x65\x6e", 3), "X25519 key"},
    {std::string_view("\x2b\x65\x6f", 3), "X448 key"},
    {std::string_view("\x2b\x65\x70", 3), "Ed25519 key"},
    {std::string_view("\x2b\x65\x71", 3), "Ed448 key"},
};

/// A SEQUENCE that is a whole key by itself and not in PKCS#8.
std::optional<std::string> describe_traditional(std::string_view key) {
  DerReader outer(key);
  const std::optional<std::string_view> contents = outer.next(kDerSequence);
  if (!contents || !outer.at_end()) return std::nullopt;
  DerReader fields(*contents);
  if (!is_version(fields.next(kDerInteger))) return std::nullopt;
  if (std::optional<std::string> rsa = describe_rsa(fields)) return rsa;
  if (std::optional<std::string> dsa = describe_dsa(fields)) return dsa;
  return describe_ec(fields);
}

/// PrivateKeyInfo after its version: AlgorithmIdentifier, OCTET STRING, tagged attributes.
std::optional<std::string> describe_pkcs8(DerReader fields) {
  const std::optional<std::string_view> algorithm = fields.next(kDerSequence);
  const std::optional<std::string_view> key = fields.next(kDerOctetString);
  if (!algorithm || !key || key->empty()) return std::nullopt;
  while (!fields.at_end()) {
    const std::optional<DerElement> element = fields.next();
    if (!element || (element->tag & 0xc0) != 0x80) return std::nullopt;
  }
  DerReader identifier(*algorithm);
  const std::optional<std::string_view> id = identifier.next(kDerObjectId);
  if (!id || id->empty()) return std::nullopt;
  if (*id == kRsa || *id == kEc) return describe_traditional(*key);
  for (const Algorithm& known : kAlgorithms) {
    if (known.id != *id) continue;
    DerReader inner(*key);
    if (!inner.next() || !inner.at_end()) return std::nullopt;
    return std::string(known.name);
  }
  return "PKCS#8 key";
}

/// EncryptedPrivateKeyInfo: AlgorithmIdentifier and OCTET STRING, no version.
bool is_encrypted(DerReader fields) {
  const std::optional<std::string_view> algorithm = fields.next(kDerSequence);
  const std::optional<std::string_view> key = fields.next(kDerOctetString);
  if (!algorithm || !key || key->empty() || !fields.at_end()) return false;
  return DerReader(*algorithm).next(kDerObjectId).has_value();
}

}  // namespace

std::optional<DerElement> DerReader::next() {
  if (rest_.size() < 2 || (octet(rest_[0]) & 0x1f) == 0x1f) return std::nullopt;
  const auto tag = static_cast<std::uint8_t>(octet(rest_[0]));
  std::uint64_t length = octet(rest_[1]);
  std::size_t header = 2;
  if (length >= 0x80) {
    const std::size_t digits = length & 0x7f;
    if (digits == 0 || digits > 4 || rest_.size() < header + digits) return std::nullopt;
    length = low_bits(rest_.substr(header, digits));
    header += digits;
  }
  if (length > rest_.size() - header) return std::nullopt;
  const DerElement element{tag, rest_.substr(header, length)};
  rest_.remove_prefix(header + length);
  return element;
}

std::optional<std::string_view> DerReader::next(std::uint8_t tag) {
  const std::optional<DerElement> element = next();
  if (!element || element->tag != tag) return std::nullopt;
  return element->contents;
}

DerKey examine_der_key(std::string_view bytes) {
  DerKey key;
  key.sequence = bytes.size() >= 16 && octet(bytes[0]) == kDerSequence;
  DerReader outer(bytes);
  const std::optional<std::string_view> contents = outer.next(kDerSequence);
  if (!contents || !outer.at_end()) return key;

  DerReader fields(*contents);
  std::optional<std::string> description;
  if (is_version(fields.next(kDerInteger))) description = describe_pkcs8(fields);
  if (!description) description = describe_traditional(bytes);
  if (!description && is_encrypted(DerReader(*contents))) {
    key.encrypted = true;
    description = "PKCS#8 key, encrypted";
  }
  key.right = description.has_value();
  if (description) key.description = std::move(*description);
  return key;
}

}  // namespace trawl
