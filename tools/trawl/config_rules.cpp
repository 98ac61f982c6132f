#include "tools/trawl/config_rules.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "engine/rules/config_rule_pack.h"
#include "tools/trawl/builtin_config.h"

namespace trawl {

void ConfigRules::apply(const ProjectFile& layer) {
  const std::lock_guard lock(mutex_);
  disabled_.insert(disabled_.end(), layer.disabled_rules.begin(), layer.disabled_rules.end());
  severities_.insert(severities_.end(), layer.severities.begin(), layer.severities.end());
}

std::string ConfigRules::changes() const {
  const std::lock_guard lock(mutex_);
  std::string text;
  for (const std::string& id : disabled_) text += id + "\n";
  for (const auto& [id, severity] : severities_) text += id + " " + std::string(name_of(severity)) + "\n";
  return text;
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

std::optional<std::int64_t> day_number(std::string_view date) {
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t count) {
    unsigned value = 0;
    const char* end = date.data() + at + count;
    const auto [stop, error] = std::from_chars(date.data() + at, end, value);
    return error == std::errc() && stop == end ? value : 0U;
  };
  const std::chrono::year_month_day day{std::chrono::year(static_cast<int>(number(0, 4))),
                                        std::chrono::month(number(5, 2)), std::chrono::day(number(8, 2))};
  if (!day.ok() || number(0, 4) < 1970) return std::nullopt;
  return std::chrono::sys_days(day).time_since_epoch().count();
}

void ConfigRules::set_today(std::string_view date) {
  const std::lock_guard lock(mutex_);
  today_ = day_number(date);
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
    if (today_) made->set_today(*today_);
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
