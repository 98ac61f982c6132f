#include "engine/scan/requirements.h"

#include <algorithm>

namespace trawl {
namespace {

// A blob that is a list of thousands of keys would otherwise cost the square of its matches.
constexpr std::size_t kMostCompared = 256;

}  // namespace

Severity grade_beside(const SecretRule& rule, Severity alone) {
  if (alone < rule.rule.severity) return raised(alone);
  if (rule.generic) return raised(raised(alone));
  const bool usable = rule.role == RuleRole::kIdentifier || rule.rule.severity >= Severity::kMedium;
  return usable ? Severity::kCritical : raised(alone);
}

std::vector<std::vector<std::size_t>> raise_by_partners(std::vector<Match>& matches, LineIndex& lines) {
  std::vector<std::vector<std::size_t>> partners(matches.size());
  const bool any = std::any_of(matches.begin(), matches.end(),
                               [](const Match& match) { return !match.rule->requirements.empty(); });
  if (!any || matches.size() < 2) return partners;

  std::vector<std::uint32_t> line_of;
  line_of.reserve(matches.size());
  for (const Match& match : matches) line_of.push_back(lines.position_of(match.secret.begin).line.value);
  for (std::size_t i = 0; i < matches.size(); ++i) {
    for (const Requirement& requirement : matches[i].rule->requirements) {
      const std::size_t first = i < kMostCompared ? 0 : i - kMostCompared;
      const std::size_t last = std::min(matches.size(), i + kMostCompared);
      for (std::size_t j = first; j < last; ++j) {
        if (j == i || matches[j].rule->rule.id != requirement.rule) continue;
        const std::uint32_t distance =
            line_of[i] < line_of[j] ? line_of[j] - line_of[i] : line_of[i] - line_of[j];
        if (requirement.within_lines != 0 && distance > requirement.within_lines) continue;
        partners[i].push_back(j);
        partners[j].push_back(i);
      }
    }
  }
  for (std::size_t i = 0; i < matches.size(); ++i) {
    auto& found = partners[i];
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    if (!found.empty()) matches[i].severity = grade_beside(*matches[i].rule, matches[i].severity);
  }
  return partners;
}

}  // namespace trawl
