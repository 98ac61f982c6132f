#include "engine/match/merge.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace trawl {
namespace {

// Smaller is better evidence.
int rank_of(const Match& match) {
  if (match.verdict == Verdict::kValid) return match.by_checksum ? 0 : 1;
  if (match.rule->generic) return 4;
  return match.rule->public_prefix >= 3 ? 2 : 3;
}

// A companion is no finding, so it neither explains a text better nor worse than another rule does.
bool excludes(const Match& a, const Match& b) {
  if (a.rule == b.rule) return true;
  return a.rule->role != RuleRole::kCompanion && b.rule->role != RuleRole::kCompanion;
}

bool better(const Match& a, const Match& b) {
  // The longer secret first: the sizes are swapped on purpose.
  return std::tuple(rank_of(a), b.secret.size(), a.rule->rule.id, a.secret, a.layer) <
         std::tuple(rank_of(b), a.secret.size(), b.rule->rule.id, b.secret, b.layer);
}

}  // namespace

void merge_overlapping(std::vector<Match>& matches, std::vector<CandidateOutcome>* outcomes,
                       std::uint32_t settled) {
  const auto by_place = [](const Match& a, const Match& b) {
    return std::tie(a.secret, a.rule->rule.id, a.layer, a.in_layer) <
           std::tie(b.secret, b.rule->rule.id, b.layer, b.in_layer);
  };
  std::sort(matches.begin(), matches.end(), by_place);

  // Groups of matches that overlap as a chain are settled by themselves: the best stays, what overlaps it
  // goes, and so on with the rest.
  std::vector<Match> kept;
  for (std::size_t first = 0; first < matches.size();) {
    ByteOffset reach = matches[first].secret.end;
    std::size_t last = first + 1;
    while (last < matches.size() && matches[last].secret.begin < reach)
      reach = std::max(reach, matches[last++].secret.end);
    std::sort(matches.begin() + static_cast<std::ptrdiff_t>(first),
              matches.begin() + static_cast<std::ptrdiff_t>(last), better);
    const std::size_t kept_before = kept.size();
    for (std::size_t i = first; i < last; ++i) {
      Match& match = matches[i];
      const auto winner = std::find_if(
          kept.begin() + static_cast<std::ptrdiff_t>(kept_before), kept.end(), [&](const Match& other) {
            return other.secret.overlaps(match.secret) && excludes(other, match) &&
                   !(other.layer > settled && match.layer > settled);
          });
      if (winner == kept.end()) {
        kept.push_back(std::move(match));
        continue;
      }
      if (outcomes != nullptr) {
        outcomes->push_back(
            {match.rule, match.span, false, "merge",
             fmt::format("the same text is better explained by '{}'", winner->rule->rule.id)});
      }
      if (match.rule != winner->rule) winner->also_matched.push_back(match.rule);
      for (const SecretRule* also : match.also_matched) {
        if (also != winner->rule) winner->also_matched.push_back(also);
      }
    }
    first = last;
  }
  std::sort(kept.begin(), kept.end(), by_place);
  for (Match& match : kept) {
    auto& also = match.also_matched;
    std::sort(also.begin(), also.end(), [](const auto* a, const auto* b) { return a->rule.id < b->rule.id; });
    also.erase(std::unique(also.begin(), also.end()), also.end());
  }
  matches = std::move(kept);
}

}  // namespace trawl
