#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/document/document.h"

namespace re2 {
class RE2;
}

namespace trawl {

/// Where keys stand in a document: what makes `**.key` a look-up instead of a walk, once for all rules.
class KeyIndex {
 public:
  explicit KeyIndex(const Document& document);
  /// The values of that key, in the order of the file; of maps anywhere.
  [[nodiscard]] std::span<const NodeIndex> of(std::string_view key) const;
  [[nodiscard]] bool merges() const { return merges_; }    ///< the document uses merge keys
  [[nodiscard]] bool aliases() const { return aliases_; }  ///< a value can be reached by several ways

 private:
  struct Slot {
    std::string_view key;  ///< empty: nothing is here
    std::uint32_t begin = 0;
    std::uint32_t count = 0;
  };
  [[nodiscard]] std::size_t slot_of(std::string_view key) const;

  std::vector<Slot> slots_;        ///< a power of two, half of it free
  std::vector<NodeIndex> values_;  ///< by key, in the order of the file
  bool merges_ = false;
  bool aliases_ = false;
};

/// A way through a document: `services.*.volumes[]`. Steps are separated by dots:
///
/// | step       | leads to                                                                        |
/// | ---------- | ------------------------------------------------------------------------------- |
/// | `key`      | the value of that key; of each, where a format has the key more than once       |
/// | `'a.b'`    | the same, for keys with dots                                                     |
/// | `{a,b}`    | the value of each of these keys                                                  |
/// | `key~x`    | the values of keys that match the expression x (RE2, in full); the last step         |
/// | `*`        | every value of a map or list                                                     |
/// | `**`       | the value itself and all below it                                                |
/// | `[]`       | every item of a list; a value that is no list is taken for the only item         |
/// | `[0]`      | an item of a list                                                                |
/// | `^`        | the map or list that holds the value                                             |
///
/// `[]` and `[0]` may follow a key without a dot. Immutable; may be shared by threads.
class Selector {
 public:
  static Result<Selector> parse(std::string_view text);
  ~Selector();
  Selector(Selector&&) noexcept;
  Selector& operator=(Selector&&) noexcept;

  /// Where the way leads from `start`, in the order of the file; each value once. At most `kMostVisited`
  /// values are looked at: false where that was not enough.
  bool select(const Document& document, const KeyIndex& keys, NodeIndex start,
              std::vector<NodeIndex>& found) const;

  /// Whether the document has the keys at all without which nothing can be found; asked before anything else.
  [[nodiscard]] bool may_select(const KeyIndex& keys) const;

  static constexpr std::size_t kMostVisited = 1'000'000;

 private:
  enum class StepKind : std::uint8_t { kKeys, kKeyPattern, kAny, kDeep, kItems, kItem, kParent };
  struct Step {
    StepKind kind = StepKind::kAny;
    std::vector<std::string> keys;
    std::unique_ptr<re2::RE2> pattern;
    std::size_t item = 0;
  };
  Selector() = default;
  Result<void> add(std::string_view step);

  std::vector<Step> steps_;
};

}  // namespace trawl
