#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/strong.h"
#include "engine/config/input_kind.h"
#include "engine/model/config_rule.h"

namespace trawl {

/// What a configuration rule found in one file.
struct ConfigMatch {
  const ConfigRule* rule = nullptr;  ///< owned by the ConfigRuleSet
  ByteSpan span;                     ///< of the value, or of the part of it that is wrong
  std::string message;               ///< the rule's, filled in
  std::string key_path;              ///< keys from the root, without positions: for the identity
};

/// What became of one file of configuration.
struct ConfigVerdict {
  std::string_view kind;               ///< of input; empty: the file is none
  std::vector<ConfigMatch> matches;    ///< sorted by span, then rule
  std::optional<std::string> failure;  ///< why it was not read to its end; a sentence without the path
  bool templated = false;              ///< that is because it is a template
};

/// Judges files of configuration by rules. Immutable once made; shared by all threads. Borrows the rules.
class ConfigEngine {
 public:
  /// Compiles selectors and expressions. An error names the rule.
  static Result<std::unique_ptr<ConfigEngine>> create(const ConfigRuleSet& rules);
  ~ConfigEngine();
  ConfigEngine(const ConfigEngine&) = delete;
  ConfigEngine& operator=(const ConfigEngine&) = delete;

  [[nodiscard]] const ConfigRuleSet& rules() const { return rules_; }

  /// The day that dates in files are compared with, counted from 1970-01-01; before any file is judged.
  void set_today(std::int64_t day) { limits_.today = day; }

  /// Judges a file; `bytes` is text. Rules about what is absent are asked where `absence` says so.
  [[nodiscard]] ConfigVerdict judge(std::string_view path, std::string_view bytes, bool absence) const;

 private:
  struct CompiledRule;
  explicit ConfigEngine(const ConfigRuleSet& rules);
  void judge(const CompiledRule& rule, const Document& document, ConfigVerdict& verdict) const;

  const ConfigRuleSet& rules_;
  DocumentLimits limits_;
  std::vector<std::unique_ptr<CompiledRule>> compiled_;
};

/// Names that rule files may use: kinds of inputs and conditions.
std::vector<std::string_view> input_kind_names();
std::vector<std::string_view> named_predicate_names();

}  // namespace trawl
