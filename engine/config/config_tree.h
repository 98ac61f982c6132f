#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/config/config_engine.h"
#include "engine/model/finding.h"

namespace trawl {

/// A fact that a file tells about the tree, with its place.
struct ConfigTreeFact {
  std::string name;
  std::string key;
  std::string value;  ///< may be a secret: compared, never shown
  Location location;
};

/// What a rule says about the whole tree, at one of its facts.
struct ConfigTreeMatch {
  const ConfigRule* rule = nullptr;
  std::string message;
  std::string key_path;
  Location location;
};

/// What all files of a tree tell about it together: `{"ci-pipeline": [{"path", "key", "value", "n"}, ...],
/// "today": "2026-11-28"}`. Rules with the input `tree` judge it: what no file of it has is said once, where
/// the fix belongs. Filled by one thread, in the order of the paths.
class ConfigTree {
 public:
  /// `root` is what all paths begin with; paths of facts are without it. `today` is a date (ISO 8601), or
  /// empty.
  ConfigTree(std::string root, std::string today) : root_(std::move(root)), today_(std::move(today)) {}

  void add_path(std::string_view path);
  void add(ConfigTreeFact fact);

  /// Judges the tree. Once, when all of it was added. The order does not depend on that of adding.
  [[nodiscard]] std::vector<ConfigTreeMatch> judge(const ConfigEngine& engine);

  /// Ids of the rules that found the values they are about; after `judge`.
  [[nodiscard]] const std::vector<std::string>& rules_met() const { return met_; }

  /// Whether it met more than it keeps, so that what it misses may be there.
  [[nodiscard]] bool overfull() const { return overfull_; }

 private:
  [[nodiscard]] std::string_view relative(std::string_view path) const;
  [[nodiscard]] std::string text() const;

  std::string root_;
  std::string today_;
  std::vector<std::string> paths_;
  std::vector<ConfigTreeFact> facts_;
  std::vector<std::string> met_;
  bool overfull_ = false;
};

}  // namespace trawl
