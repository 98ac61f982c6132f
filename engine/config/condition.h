#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/base/result.h"
#include "engine/config/named_predicates.h"
#include "engine/config/selector.h"
#include "engine/model/config_rule.h"

namespace trawl {

/// A condition of a rule with its selectors and expressions compiled. Immutable; may be shared by threads.
/// Borrows the condition it was made of.
class Condition {
 public:
  static Result<Condition> compile(const ConfigPredicate& source);
  ~Condition();
  Condition(Condition&&) noexcept;
  Condition& operator=(Condition&&) noexcept;

 private:
  friend class ConditionJudge;
  Condition() = default;

  const ConfigPredicate* source_ = nullptr;
  std::optional<Selector> path_;
  std::unique_ptr<re2::RE2> expression_;
  const NamedPredicate* named_ = nullptr;
  std::vector<Condition> children_;
};

/// Asks conditions of the values of one document. Used by one thread.
class ConditionJudge {
 public:
  ConditionJudge(const Document& document, const KeyIndex& keys) : document_(document), keys_(keys) {}

  Judgement judge(const Condition& condition, NodeIndex value);

  /// Whether a selector met its limit, so that an answer may be wrong.
  [[nodiscard]] bool exhausted() const { return exhausted_; }
  void begin_rule() { exhausted_ = false; }

 private:
  Judgement judge_at(const Condition& condition, NodeIndex value, std::vector<NodeIndex>& found);
  Judgement judge_one(const Condition& condition, NodeIndex index);
  [[nodiscard]] bool is_unknown(NodeIndex index) const {
    const Node& node = document_.node(document_.resolved(index));
    // `!Ref`, `!reference`, `!vault`: somebody else says what it is. YAML's own tags begin with "tag:".
    return node.kind == NodeKind::kUnknown || (node.tag.size() > 1 && node.tag[0] == '!');
  }

  const Document& document_;
  const KeyIndex& keys_;
  std::vector<std::vector<NodeIndex>> spare_;  ///< lists of values, one for each depth of conditions
  std::size_t depth_ = 0;
  bool exhausted_ = false;
};

}  // namespace trawl
