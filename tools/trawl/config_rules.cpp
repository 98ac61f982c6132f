#include "tools/trawl/config_rules.h"

#include <algorithm>

#include "engine/rules/config_rule_pack.h"
#include "tools/trawl/builtin_config.h"

namespace trawl {

void ConfigRules::apply(const ProjectFile& layer) {
  const std::lock_guard lock(mutex_);
  disabled_.insert(disabled_.end(), layer.disabled_rules.begin(), layer.disabled_rules.end());
  severities_.insert(severities_.end(), layer.severities.begin(), layer.severities.end());
}

Result<void> ConfigRules::load() {
  if (loaded_) return {};
  ConfigRuleSet all;
  if (const auto unpacked = unpack_config_rules(builtin_config_rules(), all); !unpacked)
    return unpacked.error();
  rules_ = std::move(all);
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    ConfigRule& rule = rules_[i];
    all_ids_.emplace_back(rule.rule.id);
    for (const auto& [id, severity] : severities_) {
      if (rule.rule.id == id) rule.rule.severity = severity;
    }
    rule.enabled = std::find(disabled_.begin(), disabled_.end(), rule.rule.id) == disabled_.end();
  }
  loaded_ = true;
  return {};
}

bool ConfigRules::knows(std::string_view id) {
  const std::lock_guard lock(mutex_);
  // Ids only: what is in force is settled when all layers are known.
  if (all_ids_.empty()) {
    ConfigRuleSet all;
    if (!unpack_config_rules(builtin_config_rules(), all).ok()) return false;
    for (std::size_t i = 0; i < all.size(); ++i) all_ids_.emplace_back(all[i].rule.id);
  }
  return std::find(all_ids_.begin(), all_ids_.end(), id) != all_ids_.end();
}

Result<const ConfigRuleSet*> ConfigRules::rules() {
  const std::lock_guard lock(mutex_);
  if (const auto loaded = load(); !loaded) return loaded.error();
  return &rules_;
}

Result<const ConfigEngine*> ConfigRules::engine(std::string_view kind) {
  const std::lock_guard lock(mutex_);
  if (const auto loaded = load(); !loaded) return loaded.error();
  std::unique_ptr<ConfigEngine>& made = engines_[std::string(kind)];
  if (made == nullptr) {
    Result<std::unique_ptr<ConfigEngine>> engine = ConfigEngine::create(rules_, kind);
    if (!engine) return engine.error();
    made = std::move(*engine);
  }
  used_ = true;
  return made.get();
}

std::vector<const Rule*> ConfigRules::used() const {
  const std::lock_guard lock(mutex_);
  std::vector<const Rule*> used;
  for (std::size_t i = 0; used_ && i < rules_.size(); ++i) {
    if (rules_[i].enabled) used.push_back(&rules_[i].rule);
  }
  return used;
}

}  // namespace trawl
