#include "engine/store/identity.h"

#include <openssl/crypto.h>
#include <sys/random.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "engine/store/canonical.h"

namespace trawl {
namespace {

constexpr std::size_t kFingerprintBytes = 16;
constexpr std::size_t kLeastKeyText = 16;
constexpr std::string_view kWhiteSpace = " \t\r\n";
constexpr std::string_view kNul("\0", 1);

std::string hex_of(std::span<const unsigned char> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const unsigned char byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::string fingerprint_text(const HmacSha256::Code& code) {
  return hex_of(std::span(code).first<kFingerprintBytes>());
}

std::optional<unsigned char> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned char>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned char>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned char>(c - 'A' + 10);
  return std::nullopt;
}

std::optional<IdentityKey::Bytes> key_of_hex(std::string_view text) {
  IdentityKey::Bytes bytes;
  if (text.size() != bytes.size() * 2) return std::nullopt;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto high = hex_digit(text[2 * i]);
    const auto low = hex_digit(text[2 * i + 1]);
    if (!high || !low) return std::nullopt;
    bytes[i] = static_cast<unsigned char>(*high << 4 | *low);
  }
  return bytes;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kWhiteSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kWhiteSpace) - begin + 1);
}

}  // namespace

IdentityKey::~IdentityKey() {
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

Result<IdentityKey> IdentityKey::random() {
  Bytes bytes;
  // Up to 256 bytes come whole or not at all (getrandom(2)).
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    return Error("the system gave no random numbers for an identity key");
  }
  return IdentityKey(bytes);
}

Result<IdentityKey> IdentityKey::from_text(std::string_view text) {
  text = trimmed(text);
  if (const auto bytes = key_of_hex(text)) return IdentityKey(*bytes);
  if (text.size() < kLeastKeyText) {
    return Error("an identity key is 64 hexadecimal digits or at least 16 bytes of text; this is shorter");
  }
  return IdentityKey(sha256_code({reinterpret_cast<const unsigned char*>(text.data()), text.size()}));
}

std::string IdentityKey::to_stored_text() const {
  return hex_of(bytes_);
}

std::string IdentityKey::check_value() const {
  // Its own prefix, so that no fingerprint of a secret is ever equal to it.
  return fingerprint_text(HmacSha256(bytes_).of({"identity-key", kNul, kNul}));
}

std::string Fingerprinter::fingerprint_of(std::string_view kind, const Secret& secret) const {
  std::string canonical = canonical_secret(secret.reveal());
  std::string fingerprint = fingerprint_text(hmac_.of({kind, kNul, canonical}));
  OPENSSL_cleanse(canonical.data(), canonical.size());
  return fingerprint;
}

std::string Fingerprinter::flow_fingerprint_of(std::string_view rule, std::string_view function,
                                               std::string_view flow) const {
  return fingerprint_text(hmac_.of({"flow", kNul, rule, kNul, function, kNul, flow}));
}

std::string Fingerprinter::place_fingerprint_of(std::string_view path, std::string_view kind,
                                                std::string_view before, std::string_view after) const {
  before = before.substr(before.size() - std::min(before.size(), kMostLineBytes));
  after = after.substr(0, kMostLineBytes);
  return fingerprint_text(
      hmac_.of({path, kNul, kind, kNul, with_single_blanks(before), kNul, with_single_blanks(after)}));
}

}  // namespace trawl
