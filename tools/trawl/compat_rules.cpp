#include "tools/trawl/compat_rules.h"

#include <algorithm>
#include <vector>

namespace trawl {
namespace {

std::string_view name_at(std::string_view ours, std::size_t tool) {
  const auto rules = compat_rules();
  const auto* const found =
      std::lower_bound(rules.data(), rules.data() + rules.size(), ours,
                       [](const CompatRule& rule, std::string_view id) { return rule.ours < id; });
  if (found == rules.data() + rules.size() || found->ours != ours) return {};
  return found->theirs[tool];
}

}  // namespace

const Rule* RenamedReport::renamed(const Rule* rule, std::size_t tool) {
  std::string_view theirs = name_at(rule->id, tool);
  // One of ours that they have not may be called as one of theirs is: then these become one, too.
  if (theirs.empty()) theirs = rule->id;
  const auto known =
      std::find_if(rules_.begin(), rules_.end(), [&](const Rule& one) { return one.id == theirs; });
  if (known != rules_.end()) return &*known;
  Rule& made = rules_.emplace_back(*rule);
  made.id = theirs;
  return &made;
}

RenamedReport::RenamedReport(const Report& report, std::string_view tool) : report_(report) {
  const auto* const found = std::find(kCompatTools.begin(), kCompatTools.end(), tool);
  if (found == kCompatTools.end()) return;
  const auto position = static_cast<std::size_t>(found - kCompatTools.begin());
  // The list first: it is sorted by our ids, and the first of several describes them all.
  for (const Rule*& rule : report_.rules) {
    if (rule->kind == RuleKind::kSecret) rule = renamed(rule, position);
  }
  const auto by_id = [](const Rule* a, const Rule* b) { return a->id < b->id; };
  std::sort(report_.rules.begin(), report_.rules.end(), by_id);
  report_.rules.erase(std::unique(report_.rules.begin(), report_.rules.end()), report_.rules.end());
  for (Finding& finding : report_.findings) {
    if (finding.rule->kind != RuleKind::kSecret) continue;
    finding.rule = renamed(finding.rule, position);
    for (const Rule*& rule : finding.also_matched) rule = renamed(rule, position);
    auto& also = finding.also_matched;
    std::sort(also.begin(), also.end(), by_id);
    also.erase(std::unique(also.begin(), also.end()), also.end());
    also.erase(std::remove(also.begin(), also.end(), finding.rule), also.end());
  }
}

}  // namespace trawl
