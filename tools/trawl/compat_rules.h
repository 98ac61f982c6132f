#pragma once

#include <array>
#include <deque>
#include <span>
#include <string_view>

#include "engine/model/report.h"

namespace trawl {

/// Tools whose names of rules reports can carry, in the order of `CompatRule::theirs`.
constexpr std::array<std::string_view, 5> kCompatTools = {"gitleaks", "betterleaks", "noseyparker",
                                                          "kingfisher", "titus"};

/// What other tools call a kind of secret; empty where they have no rule for it.
struct CompatRule {
  std::string_view ours;
  std::array<std::string_view, kCompatTools.size()> theirs;
};

/// Sorted by `ours`. Written at build time from patterns/compat.csv.
std::span<const CompatRule> compat_rules();

/// A report whose rules have the ids of another tool, where that has such a rule. Several of ours may become
/// one of theirs: then the first by our id describes it. Fingerprints stay. Borrows from the report it was
/// made of.
class RenamedReport {
 public:
  RenamedReport(const Report& report, std::string_view tool);
  RenamedReport(const RenamedReport&) = delete;
  RenamedReport& operator=(const RenamedReport&) = delete;

  [[nodiscard]] const Report& report() const { return report_; }

 private:
  const Rule* renamed(const Rule* rule, std::size_t tool);

  Report report_;
  std::deque<Rule> rules_;
};

}  // namespace trawl
