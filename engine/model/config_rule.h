#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/rule.h"
#include "engine/model/rule_set.h"

namespace trawl {

/// A condition on a value of a document, as the rule file has it. A tree: `all`, `any` and `not` hold others.
struct ConfigPredicate {
  enum class Kind : std::uint8_t {
    kAll,      ///< every one of `children`
    kAny,      ///< one of `children`
    kNot,      ///< not `children[0]`
    kExists,   ///< there is a value, and it is known
    kMissing,  ///< there is none (an unknown value is not missing)
    kEquals,   ///< its text is `texts[0]`
    kIn,       ///< its text is one of `texts`
    kMatches,  ///< its text matches the expression `texts[0]` (RE2, unanchored)
    kKey,      ///< its key matches the expression `texts[0]`
    kLess,     ///< as a number, below `number`
    kGreater,  ///< as a number, above `number`
    kIsTrue,
    kIsFalse,
    kNamed,  ///< what the function `texts[0]` of engine/config says
    kCount,  ///< how many values `path` selects lies in [`number`, `most`]
  };

  Kind kind = Kind::kAll;
  std::string_view path;  ///< selector, from the value at hand; empty: the value itself
  std::vector<std::string_view> texts;
  double number = 0;
  double most = 0;
  std::vector<ConfigPredicate> children;
};

/// A rule about configuration: which values of which kinds of files are wrong. See docs/config-rules.md for
/// the rule file's form. Text is borrowed from the `ConfigRuleSet`.
struct ConfigRule {
  Rule rule;
  std::string_view pack;                 ///< "pipelines", "containers"
  std::vector<std::string_view> inputs;  ///< kinds of files, by the names of engine/config/input_kind.h
  std::string_view select;               ///< the values that are judged; the finding points at one
  std::optional<ConfigPredicate> when;   ///< asked of the document's root
  std::optional<ConfigPredicate> where;  ///< asked of each selected value
  std::string_view message;              ///< one sentence, with places `{value}`, `{key}`, `{name:selector}`
  std::string_view
      owasp_reason;  ///< why its place in OWASP's lists is not that of its weakness; mostly empty
  bool enabled = true;
  bool once = false;                                ///< one finding a document is enough
  bool absence = false;                             ///< says that something is not there: never in hooks
  std::vector<std::string_view> examples;           ///< files in which it must find something
  std::vector<std::string_view> negative_examples;  ///< files in which it must find nothing
};

/// Something a file tells about the whole tree ("there is a pipeline", "it runs a scanner of secrets"): an
/// entry of the tree's own document, which rules with the input `tree` judge. By its path alone, or by values
/// in it.
struct ConfigFact {
  std::string_view name;                 ///< the key of the tree's document under which it stands
  std::string_view path;                 ///< expression that a file's path matches; empty: any of `inputs`
  std::vector<std::string_view> inputs;  ///< as in a rule; empty where the path says all
  std::string_view select;               ///< as in a rule
  std::optional<ConfigPredicate> when;
  std::optional<ConfigPredicate> where;
};

/// The configuration rules of a run. Filled by one thread, then immutable and shared.
class ConfigRuleSet {
 public:
  [[nodiscard]] std::size_t size() const { return rules_.size(); }
  [[nodiscard]] const ConfigRule& operator[](std::size_t position) const { return rules_[position]; }
  [[nodiscard]] ConfigRule& operator[](std::size_t position) { return rules_[position]; }
  [[nodiscard]] const ConfigRule* find(std::string_view id) const {
    for (const ConfigRule& rule : rules_) {
      if (rule.rule.id == id) return &rule;
    }
    return nullptr;
  }
  void add(ConfigRule rule) { rules_.push_back(std::move(rule)); }
  [[nodiscard]] const std::deque<ConfigFact>& facts() const { return facts_; }
  void add(ConfigFact fact) { facts_.push_back(std::move(fact)); }
  [[nodiscard]] RuleText& text() { return *text_; }

 private:
  std::deque<ConfigRule> rules_;
  std::deque<ConfigFact> facts_;
  std::unique_ptr<RuleText> text_ = std::make_unique<RuleText>();
};

}  // namespace trawl
