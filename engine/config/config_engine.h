#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/strong.h"
#include "engine/config/effective_model.h"
#include "engine/config/input_kind.h"
#include "engine/model/config_rule.h"

namespace trawl {

/// What a configuration rule found in one file.
struct ConfigMatch {
  const ConfigRule* rule = nullptr;  ///< owned by the ConfigRuleSet
  ByteSpan span;                     ///< of the value, or of the part of it that is wrong
  std::string message;               ///< the rule's, filled in
  std::string key_path;              ///< keys from the root, without positions: for the identity
  NodeIndex node = kNoNode;          ///< the value, in its document
};

/// What a file tells about the tree it is in: an entry of the tree's own document (config_tree.h).
struct ConfigFactFound {
  std::string_view name;  ///< the fact's
  std::string key;        ///< of the value
  std::string value;      ///< its text; may be a secret, so it is never shown
  ByteSpan span;
};

/// What became of one file of configuration.
struct ConfigVerdict {
  std::string_view kind;                     ///< of input; empty: the file is none
  std::vector<ConfigMatch> matches;          ///< sorted by span, then rule
  std::optional<std::string> failure;        ///< why it was not read to its end; a sentence without the path
  bool templated = false;                    ///< that is because it is a template
  std::vector<const ConfigRule*> undecided;  ///< rules that an unknown value kept from a verdict; unique
  /// Of the tree's own document: rules that found the value they are about, be it right or wrong.
  std::vector<const ConfigRule*> met;
  std::vector<ConfigFactFound> facts;  ///< only where rules about absence are asked
  std::vector<ModelRowFound> rows;     ///< the same: what it adds to the models of the tree
};

class Condition;
class ConditionJudge;
class KeyIndex;

/// Judges files of configuration by rules. Immutable once made; shared by all threads. Borrows the rules.
class ConfigEngine {
 public:
  /// Compiles selectors and expressions, of all kinds of input or of the one that is named: most runs meet
  /// few kinds, and compiling takes longer than judging a file. An error names the rule.
  static Result<std::unique_ptr<ConfigEngine>> create(const ConfigRuleSet& rules, std::string_view kind = {});
  ~ConfigEngine();
  ConfigEngine(const ConfigEngine&) = delete;
  ConfigEngine& operator=(const ConfigEngine&) = delete;

  [[nodiscard]] const ConfigRuleSet& rules() const { return rules_; }

  /// The day that dates in files are compared with, counted from 1970-01-01; before any file is judged.
  void set_today(std::int64_t day) { limits_.today = day; }

  /// Judges a file; `bytes` is text. Rules about what is absent are asked where `absence` says so.
  /// `beside` gives the other files of the tree.
  [[nodiscard]] ConfigVerdict judge(std::string_view path, std::string_view bytes, bool absence,
                                    const FilesBeside* beside = nullptr) const;

  /// The same for bytes whose kind is known.
  [[nodiscard]] ConfigVerdict judge(const InputKind& kind, std::string_view path, std::string_view bytes,
                                    bool absence, const FilesBeside* beside = nullptr) const;

  /// The facts that a file's path alone tells.
  [[nodiscard]] std::vector<std::string_view> facts_of_path(std::string_view path) const;

 private:
  struct CompiledRule;
  struct CompiledFact;
  struct OfKind {
    std::vector<const CompiledRule*> rules;
    std::vector<const CompiledFact*> facts;
  };
  explicit ConfigEngine(const ConfigRuleSet& rules);
  Result<void> add(const ConfigRule& rule);
  Result<void> add(const ConfigFact& fact);
  static Result<void> set_conditions(const std::optional<ConfigPredicate>& when,
                                     const std::optional<ConfigPredicate>& where,
                                     std::optional<Condition>& compiled_when,
                                     std::optional<Condition>& compiled_where);
  void judge(const CompiledRule& rule, const Document& document, const KeyIndex& keys, ConditionJudge& judge,
             std::vector<NodeIndex>& selected, ConfigVerdict& verdict) const;
  void gather(const CompiledFact& fact, std::string_view path, const Document& document, const KeyIndex& keys,
              ConfigVerdict& verdict) const;
  static ByteSpan span_shown(const Document& document, NodeIndex at);

  const ConfigRuleSet& rules_;
  DocumentLimits limits_;
  std::vector<std::unique_ptr<CompiledRule>> compiled_;
  std::vector<std::unique_ptr<CompiledFact>> facts_;
  std::unordered_map<std::string_view, OfKind> by_kind_;
};

/// Names that rule files may use: kinds of inputs and conditions.
std::vector<std::string_view> input_kind_names();
std::vector<std::string_view> named_predicate_names();

}  // namespace trawl
