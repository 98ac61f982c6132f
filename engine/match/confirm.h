#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/strong.h"
#include "engine/model/rule_set.h"

namespace re2 {
class RE2;
}

namespace trawl {

/// The end of a rule's stub, as Hyperscan reports it.
struct Candidate {
  std::uint32_t rule = 0;
  std::uint64_t end = 0;  ///< first byte after the stub, in the bytes that were searched

  friend auto operator<=>(const Candidate&, const Candidate&) = default;
};

/// The text that a candidate turned out to be a part of.
struct ConfirmedText {
  ByteSpan span;          ///< all of the pattern
  ByteSpan secret;        ///< the group `secret`; not empty
  std::string_view name;  ///< the group `name`; empty where the pattern has none
  bool quoted = false;    ///< the group `quote` took part
};

/// Confirms candidates with RE2 in a window that the pattern's width bounds. One per thread; compiles a
/// rule's expression when a candidate first needs it.
class Confirmer {
 public:
  explicit Confirmer(const RuleSet& rules);
  ~Confirmer();
  Confirmer(const Confirmer&) = delete;
  Confirmer& operator=(const Confirmer&) = delete;

  enum class Outcome : std::uint8_t { kFound, kNoMatch, kEmptySecret, kUnusable };

  /// Finds the first text of the rule that begins at or after `not_before` and reaches the candidate's end.
  Outcome confirm(std::string_view bytes, const Candidate& candidate, std::uint64_t not_before,
                  ConfirmedText& found);
  /// Why the expression of a rule is `kUnusable`.
  [[nodiscard]] std::string trouble_with(std::uint32_t rule) const;

  /// All bytes that `confirm` can look at for a candidate, if they were there.
  [[nodiscard]] ByteSpan reach_of(const Candidate& candidate, std::uint64_t size) const;

 private:
  struct Expression;
  Expression& expression_of(std::uint32_t rule);

  const RuleSet& rules_;
  std::vector<std::unique_ptr<Expression>> expressions_;
};

}  // namespace trawl
