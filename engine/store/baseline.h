#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/finding.h"
#include "engine/model/notification.h"
#include "engine/store/identity.h"

namespace trawl {

/// A known finding that is accepted for a reason, for a time.
struct BaselineEntry {
  std::string fingerprint;  ///< 32 lower-case hexadecimal digits
  std::string kind;         ///< rule id at the time of writing, for people; the fingerprint decides
  std::string reason;       ///< any bytes; may be empty
  std::string owner;        ///< any bytes; may be empty
  std::string expires;      ///< last day on which it holds, YYYY-MM-DD; empty: never ends

  [[nodiscard]] bool expired(std::string_view today) const { return !expires.empty() && expires < today; }

  friend bool operator==(const BaselineEntry&, const BaselineEntry&) = default;
};

/// Whether a text is a day of the Gregorian calendar in the form YYYY-MM-DD.
[[nodiscard]] bool is_date(std::string_view text);

/// Accepted findings, sorted by fingerprint. As a file (`.trawl-baseline`):
///
///     # trawl baseline v1
///     # key: <64 hexadecimal digits>      or, where the key is supplied from outside,
///     # key-check: <32 hexadecimal digits>
///     0123456789abcdef0123456789abcdef aws-access-key-id reason="test fixture" owner="alice"
///     expires=2027-01-01
///
/// One line an entry, sorted, without positions and without the day of writing: branches that accept
/// different findings merge without conflict, unless their lines touch. In quotes `\"`, `\\`, `\n`, `\r`,
/// `\t` and `\xNN` stand for bytes. An empty field is left out. No line holds a secret. The key makes
/// fingerprints the same on all machines; who has it and the file can try guesses of weak passwords, so where
/// that matters, supply the key from outside.
class Baseline {
 public:
  static constexpr std::size_t kUsualMostBytes = 1 << 20;  ///< of a file, unless the user allows more
  static constexpr std::size_t kGreatestMostBytes = 16 << 20;

  /// Empty, with a key of its own in the file.
  static Baseline with_own_key(const IdentityKey& key);
  /// Empty, for a key that does not stand in the file.
  static Baseline with_supplied_key(const IdentityKey& key);

  /// An error names the line, what is wrong with it and what to do. Linear in the text.
  static Result<Baseline> parse(std::string_view text);
  /// The file's text; `parse` of it gives an equal baseline.
  [[nodiscard]] std::string to_text() const;

  /// From a regular file of at most `most_bytes`.
  static Result<Baseline> read(const std::string& path, std::size_t most_bytes = kUsualMostBytes);
  /// All or nothing.
  [[nodiscard]] Result<void> write(const std::string& path) const;

  [[nodiscard]] const std::optional<IdentityKey>& key() const { return key_; }
  [[nodiscard]] bool written_under(const IdentityKey& key) const { return key.check_value() == key_check_; }
  [[nodiscard]] std::span<const BaselineEntry> entries() const { return entries_; }
  [[nodiscard]] const BaselineEntry* find(std::string_view fingerprint) const;

  /// The same key with other entries, which it sorts. Fingerprints are different from each other.
  [[nodiscard]] Baseline with_entries(std::vector<BaselineEntry> entries) const;

  friend bool operator==(const Baseline&, const Baseline&) = default;

 private:
  Baseline() = default;

  std::optional<IdentityKey> key_;
  std::string key_check_;
  std::vector<BaselineEntry> entries_;
};

}  // namespace trawl
