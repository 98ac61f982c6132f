#include "engine/model/rule_set.h"

#include <algorithm>

namespace trawl {

RuleSet::RuleSet(std::span<const SecretRule> built_in)
    : rules_(built_in.begin(), built_in.end()),
      enabled_(built_in.size(), true),
      built_in_count_(built_in.size()) {}

std::size_t RuleSet::enabled_count() const {
  return static_cast<std::size_t>(std::count(enabled_.begin(), enabled_.end(), true));
}

std::optional<std::size_t> RuleSet::find(std::string_view id) const {
  for (std::size_t i = rules_.size(); i-- > 0;) {
    if (rules_[i].rule.id == id) return i;
  }
  return std::nullopt;
}

void RuleSet::add(const SecretRule& rule) {
  if (const auto replaced = find(rule.rule.id)) enabled_[*replaced] = false;
  rules_.push_back(rule);
  enabled_.push_back(true);
}

std::vector<const Rule*> RuleSet::in_force() const {
  std::vector<const Rule*> rules;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (enabled_[i]) rules.push_back(&rules_[i].rule);
  }
  std::sort(rules.begin(), rules.end(), [](const Rule* a, const Rule* b) { return a->id < b->id; });
  return rules;
}

}  // namespace trawl
