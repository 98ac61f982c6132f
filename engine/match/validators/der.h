#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace trawl {

/// One element of a DER encoding (X.690): its tag byte and contents. Looks at the bytes it was read from.
struct DerElement {
  std::uint8_t tag;
  std::string_view contents;
};

inline constexpr std::uint8_t kDerInteger = 0x02;
inline constexpr std::uint8_t kDerOctetString = 0x04;
inline constexpr std::uint8_t kDerObjectId = 0x06;
inline constexpr std::uint8_t kDerSequence = 0x30;

/// Reads the elements of one level, one after the other; a level down is another reader on `contents`. Looks
/// at the bytes it was given. Knows one-byte tags and lengths up to 4 bytes: keys have no others.
class DerReader {
 public:
  explicit DerReader(std::string_view bytes) : rest_(bytes) {}

  /// The next element, or nothing if there is none or it does not fit.
  std::optional<DerElement> next();
  /// The contents of the next element if it has this tag.
  std::optional<std::string_view> next(std::uint8_t tag);
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

/// What a private key in DER is: "RSA key, 2048 bits".
struct DerKey {
  bool right = false;      ///< every field stands where PKCS#1, SEC 1 or PKCS#8 has it, and nothing after
  bool sequence = false;   ///< at least it begins like one
  bool encrypted = false;  ///< EncryptedPrivateKeyInfo
  std::string description;
};

/// Judges DER by what it holds, whichever label was over it: PKCS#1, SEC 1, DSA, PKCS#8 plain or encrypted.
/// For RSA the primes must multiply to the modulus, modulo 2^64: a key put together by hand does not pass.
DerKey examine_der_key(std::string_view bytes);

}  // namespace trawl
