#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/sections.h"
#include "engine/git/object_id.h"
#include "engine/model/config_rule.h"
#include "engine/model/rule_set.h"
#include "engine/scan/occurrence.h"

namespace trawl {

/// A blob as the file at a path: what an examination gives depends on both.
using TargetMark = std::array<unsigned char, 32>;
TargetMark mark_of(const ObjectId& blob, std::string_view path);

/// What examining a target gave, as a text for the next audit: places, identities and redacted excerpts, as
/// in a report that shows no secret. Empty where it gave nothing at all, so what costs nothing to say costs
/// nothing to keep. Nothing where it must not be kept: a certificate's verdict is of its day, and a line of
/// text may hold a secret.
std::optional<std::string> said_of(const Examined& examined);

/// Turns such texts back. The rules must be those of the audit that wrote them: the record's key sees to it.
class SaidReader {
 public:
  /// `config_rules` is asked at most once, when the first finding about configuration is met.
  SaidReader(const RuleSet& rules, std::function<const ConfigRuleSet*()> config_rules)
      : rules_(rules), config_rules_(std::move(config_rules)) {}

  /// Nothing where the text is none, or names a rule that is not there.
  std::optional<Examined> read(std::string_view text);

 private:
  const Rule* rule_named(std::string_view id);

  const RuleSet& rules_;
  std::function<const ConfigRuleSet*()> config_rules_;
  const ConfigRuleSet* known_config_rules_ = nullptr;
  bool asked_ = false;
};

/// What was said of many targets, by mark.
class SaidTable {
 public:
  /// From a file that outlives it. False where it is none.
  bool restore(SectionReader& in);
  [[nodiscard]] std::optional<std::string_view> find(const TargetMark& mark) const;
  [[nodiscard]] std::size_t size() const { return marks_.size(); }

  using Entry = std::pair<TargetMark, std::string_view>;
  /// Sorts `entries`; of two with one mark either is kept.
  static void save(std::vector<Entry> entries, SectionWriter& out);

 private:
  std::span<const TargetMark> marks_;  ///< sorted
  std::span<const std::uint64_t> ends_;
  std::string_view texts_;
};

}  // namespace trawl
