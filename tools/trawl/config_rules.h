#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/config/config_engine.h"
#include "engine/model/config_rule.h"
#include "engine/rules/project_file.h"

namespace trawl {

/// The days from 1970-01-01 to a date as YYYY-MM-DD; nothing where it is none.
std::optional<std::int64_t> day_number(std::string_view date);

/// The configuration rules in force. They are read and compiled when they are first asked for: a run that
/// meets no file of configuration pays nothing. Shared by all threads.
class ConfigRules {
 public:
  /// What a layer of configuration says about them; before anybody asks.
  void apply(const ProjectFile& layer);

  /// The day (YYYY-MM-DD) that dates in files are compared with; before anybody asks for the engine.
  void set_today(std::string_view date);

  /// Whether a rule of that id is built in, in force or not.
  [[nodiscard]] bool knows(std::string_view id);
  /// All that makes their verdicts others than those of the built-in rules, as one text.
  [[nodiscard]] std::string changes() const;

  /// The rules, or what judges files of a kind by them. The same each time.
  Result<const ConfigRuleSet*> rules();
  Result<const ConfigEngine*> engine(std::string_view kind);

  /// The rules, if a file was judged by them.
  [[nodiscard]] std::vector<const Rule*> used() const;

 private:
  Result<void> load();

  mutable std::mutex mutex_;
  bool loaded_ = false;
  bool used_ = false;
  std::optional<std::int64_t> today_;
  std::vector<std::string> disabled_;
  std::vector<std::pair<std::string, Severity>> severities_;
  std::vector<std::string> all_ids_;
  ConfigRuleSet rules_;
  std::map<std::string, std::unique_ptr<ConfigEngine>, std::less<>> engines_;  ///< by kind of input
};

}  // namespace trawl
