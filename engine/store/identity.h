#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/model/secret.h"
#include "engine/store/hmac_sha256.h"

namespace trawl {

/// The key of fingerprints: without it, nobody can try a dictionary on them, nor see that two projects share
/// a secret. Wiped at the end of its life; there is no way to print it.
class IdentityKey {
 public:
  static constexpr std::size_t kSize = 32;  ///< bytes
  using Bytes = std::array<unsigned char, kSize>;

  explicit IdentityKey(const Bytes& bytes) : bytes_(bytes) {}
  IdentityKey(const IdentityKey&) = default;
  IdentityKey& operator=(const IdentityKey&) = default;
  ~IdentityKey();

  /// From the system's random number generator. Fails only where there is none.
  static Result<IdentityKey> random();
  /// What users supply: 64 hexadecimal digits are the key itself; of other text of at least 16 bytes SHA-256
  /// is. White space around it does not count. The error does not show the text.
  static Result<IdentityKey> from_text(std::string_view text);

  [[nodiscard]] std::span<const unsigned char, kSize> bytes() const { return bytes_; }
  /// 64 hexadecimal digits, for the file that stores the key.
  [[nodiscard]] std::string to_stored_text() const;
  /// Says whether two keys are the same one without telling either: 32 hexadecimal digits.
  [[nodiscard]] std::string check_value() const;

  friend bool operator==(const IdentityKey&, const IdentityKey&) = default;

 private:
  Bytes bytes_;
};

/// Computes the fingerprints of findings, all under one key. Immutable: shared by threads.
class Fingerprinter {
 public:
  explicit Fingerprinter(const IdentityKey& key) : hmac_(key.bytes()) {}

  /// Identity of a secret, 32 lower-case hexadecimal digits: the first 128 bits of
  /// HMAC-SHA-256(key, kind || 0 || canonical form). The same wherever and however the secret is written
  /// (engine/store/canonical.h); `kind` is what sort of secret it is, and holds no NUL.
  [[nodiscard]] std::string fingerprint_of(std::string_view kind, const Secret& secret) const;

  /// Identity of a place, for tools that follow an alert: the first 128 bits of
  /// HMAC-SHA-256(key, path || 0 || kind || 0 || before || 0 || after). `before` and `after` are what stands
  /// on the secret's lines in front of it and behind it, other secrets left out by the caller; white space is
  /// normalised and of each only the `kMostLineBytes` next to the secret count, so a huge line costs nothing.
  /// The line's number does not count: lines move.
  [[nodiscard]] std::string place_fingerprint_of(std::string_view path, std::string_view kind,
                                                 std::string_view before, std::string_view after) const;

  /// Identity of a flow: the first 128 bits of HMAC-SHA-256(key, "flow" || 0 || rule || 0 || function || 0 ||
  /// flow). `flow` is its normal form, which holds no line; lines move.
  [[nodiscard]] std::string flow_fingerprint_of(std::string_view rule, std::string_view function,
                                                std::string_view flow) const;

  static constexpr std::size_t kMostLineBytes = 256;

 private:
  HmacSha256 hmac_;
};

}  // namespace trawl
