#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/rule.h"

namespace trawl {

/// Keeps text and lists alive that rules borrow. Addresses stay valid while the arena lives.
class RuleText {
 public:
  std::string_view keep(std::string text) { return strings_.emplace_back(std::move(text)); }
  std::span<const std::string_view> keep(std::vector<std::string_view> list) {
    return lists_.emplace_back(std::move(list));
  }
  std::span<const Example> keep(std::vector<Example> list) { return examples_.emplace_back(std::move(list)); }
  std::span<const Requirement> keep(std::vector<Requirement> list) {
    return requirements_.emplace_back(std::move(list));
  }

 private:
  std::deque<std::string> strings_;
  std::deque<std::vector<std::string_view>> lists_;
  std::deque<std::vector<Example>> examples_;
  std::deque<std::vector<Requirement>> requirements_;
};

/// The rules of a run: first the built-in ones, then those of the user. Positions are stable, and are what
/// the pattern databases report. Filled by one thread before the scan, then immutable and shared. A rule that
/// was replaced or disabled keeps its position and is not enabled.
class RuleSet {
 public:
  /// `built_in` is borrowed (read-only data of the program).
  explicit RuleSet(std::span<const SecretRule> built_in = {});

  [[nodiscard]] std::size_t size() const { return rules_.size(); }
  [[nodiscard]] std::size_t built_in_count() const { return built_in_count_; }
  [[nodiscard]] const SecretRule& operator[](std::size_t position) const { return rules_[position]; }
  [[nodiscard]] bool enabled(std::size_t position) const { return enabled_[position]; }
  [[nodiscard]] std::size_t enabled_count() const;

  /// The position of the rule of that id that is in force: the last one added.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view id) const;

  /// Appends `rule`, whose text `text` keeps. A rule of the same id is replaced.
  void add(const SecretRule& rule);
  void enable(std::size_t position, bool on) { enabled_[position] = on; }
  void set_severity(std::size_t position, Severity severity) { rules_[position].rule.severity = severity; }

  /// Where the text of added rules lives.
  [[nodiscard]] RuleText& text() { return *text_; }

  /// The enabled rules, sorted by id.
  [[nodiscard]] std::vector<const Rule*> in_force() const;

 private:
  // A deque: a `const Rule*` of a finding stays valid when rules are added.
  std::deque<SecretRule> rules_;
  std::vector<bool> enabled_;
  std::size_t built_in_count_ = 0;
  std::unique_ptr<RuleText> text_ = std::make_unique<RuleText>();
};

}  // namespace trawl
