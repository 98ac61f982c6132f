#include "engine/match/throughput.h"

#include <algorithm>
#include <ctime>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <hs.h>

#include "engine/match/stub_search.h"

namespace trawl {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 20;
constexpr unsigned kPasses = 7;
constexpr unsigned kPassesOfATurn = 2;  // the first of them warms the caches up
// A figure above the limit is taken again so often: a busy machine only ever makes a rule look dearer.
constexpr int kSecondLooks = 3;

int count(unsigned rule, unsigned long long, unsigned long long, unsigned, void* context) {
  if (rule != kCommentMarker) ++(*static_cast<std::vector<std::uint64_t>*>(context))[rule];
  return 0;
}

// Of this thread: what else the machine does counts little.
double processor_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace

Result<RuleBench> RuleBench::create(const RuleSet& rules, std::string_view text,
                                    const FilterPlanner& plan_filter) {
  RuleBench bench(rules, text);
  for (const PatternPart part : {PatternPart::kAnywhere, PatternPart::kNearLongRuns}) {
    const auto is_of_part = [&](std::size_t i) { return rules.enabled(i) && bench.part_of(i) == part; };
    std::size_t first = 0;
    while (first < rules.size() && !is_of_part(first)) ++first;
    if (first == rules.size()) continue;
    bench.plan_part(part, plan_filter);
    Result<PatternDatabase> database = bench.compiled(part, {});
    if (!database) return database.error();
    bench.databases_.push_back(std::move(*database));
  }
  const Result<double> taken = bench.milliseconds(kPasses, &bench.whole_);
  if (!taken) return taken.error();
  return bench;
}

void RuleBench::plan_part(PatternPart part, const FilterPlanner& plan_filter) {
  Plan& plan = plans_[static_cast<std::size_t>(part)];
  auto filter_without = plan_filter(PatternDatabase::expressions(*rules_, 0, rules_->size(), part, {}));
  if (!filter_without) return;
  plan.filter_without = std::move(*filter_without);
  plan.begins.assign(1, 0);
  // Comments of acceptance are behind all rules.
  const std::size_t comments = PatternDatabase::expressions(*rules_, 0, 0, part, {}).size();
  for (std::size_t rule = 0; rule < rules_->size(); ++rule) {
    plan.begins.push_back(plan.begins.back() +
                          PatternDatabase::expressions(*rules_, rule, rule + 1, part, {}).size() - comments);
  }
}

PatternPart RuleBench::part_of(std::size_t rule) const {
  return (*rules_)[rule].needs_long_run() ? PatternPart::kNearLongRuns : PatternPart::kAnywhere;
}

// Milliseconds for each GB, the best of several passes.
Result<double> RuleBench::milliseconds(unsigned passes, Throughput* throughput) {
  StubSearch search(databases_);
  std::vector<std::uint64_t> candidates;
  double best = 0;
  for (unsigned pass = 0; pass < passes; ++pass) {
    candidates.assign(rules_->size(), 0);
    const double start = processor_seconds();
    for (std::size_t at = 0; at < text_.size(); at += kBlock) {
      const int code = search.search(text_.substr(at, kBlock), count, &candidates);
      if (code != HS_SUCCESS) return Error(fmt::format("Hyperscan failed with code {}", code));
    }
    const double taken =
        1e12 * (processor_seconds() - start) / static_cast<double>(std::max<std::size_t>(1, text_.size()));
    best = pass == 0 ? taken : std::min(best, taken);
  }
  if (throughput != nullptr) {
    std::uint64_t sum = 0;
    for (const std::uint64_t one : candidates) sum += one;
    throughput->gigabytes_per_second = 1000 / best;
    throughput->candidates_per_megabyte =
        static_cast<double>(sum) * 1e6 / static_cast<double>(std::max<std::size_t>(1, text_.size()));
    throughput->candidates = std::move(candidates);
  }
  return best;
}

Result<PatternDatabase> RuleBench::compiled(PatternPart part, const Group& without) const {
  Result<PatternDatabase> database =
      PatternDatabase::compile(*rules_, 0, rules_->size(), host_tier(), part, without);
  if (!database) return database;
  const Plan& plan = plans_[static_cast<std::size_t>(part)];
  if (!plan.filter_without) return database;
  std::vector<std::size_t> left_out;
  for (const std::size_t rule : without) {
    for (std::size_t i = plan.begins[rule]; i < plan.begins[rule + 1]; ++i) left_out.push_back(i);
  }
  if (auto filter = plan.filter_without(left_out)) database->search_near(std::move(*filter));
  return database;
}

// The database without the group takes the place of its part's, is measured beside it, and goes again. The
// two take turns: what else the machine does, and how fast its clock runs, is the same for both.
Result<RuleBench::Gain> RuleBench::gain_of(const Group& group, PatternDatabase without) {
  const auto place = std::find_if(databases_.begin(), databases_.end(), [&](const PatternDatabase& database) {
    return database.part() == part_of(group.front());
  });
  std::optional<double> whole;
  std::optional<double> rest;
  for (unsigned turn = 0; turn < kPasses; ++turn) {
    for (std::optional<double>* best : {&whole, &rest}) {
      if (best == &rest) std::swap(*place, without);
      const Result<double> taken = milliseconds(kPassesOfATurn, nullptr);
      if (best == &rest) std::swap(*place, without);
      if (!taken) return taken.error();
      *best = best->has_value() ? std::min(**best, *taken) : *taken;
    }
  }
  return Gain{*whole - *rest, 100 * (1 - *rest / *whole)};
}

Result<RuleBench::Gain> RuleBench::gain_with_second_looks(const Group& group, PatternDatabase without,
                                                          double most_percent) {
  std::optional<Gain> least;
  std::optional<PatternDatabase> at_hand = std::move(without);
  for (int look = 0; look <= kSecondLooks; ++look) {
    if (look > 0) {
      Result<PatternDatabase> again = compiled(part_of(group.front()), group);
      if (!again) return again.error();
      at_hand = std::move(*again);
    }
    const Result<Gain> gain = gain_of(group, *std::exchange(at_hand, std::nullopt));
    if (!gain) return gain.error();
    if (!least || gain->percent < least->percent) least = *gain;
    if (least->percent <= most_percent || group.size() > 1) break;
  }
  return *least;
}

Result<std::vector<RuleCost>> RuleBench::costs(const std::vector<std::size_t>& wanted, std::size_t group,
                                               double most_percent, std::size_t side_by_side,
                                               const AtOnce& at_once, const std::function<bool()>& stop) {
  std::vector<Group> open;  // the last is the next
  for (const PatternPart part : {PatternPart::kNearLongRuns, PatternPart::kAnywhere}) {
    Group next;
    for (const std::size_t rule : wanted) {
      if (part_of(rule) != part) continue;
      next.push_back(rule);
      // Those near long runs are cheap, as little is searched for them.
      const std::size_t most = part == PatternPart::kNearLongRuns ? 4 * group : group;
      if (next.size() == most) open.push_back(std::exchange(next, {}));
    }
    if (!next.empty()) open.push_back(std::move(next));
  }
  std::vector<RuleCost> known;
  while (!open.empty() && !stop()) {
    // Compiled side by side, then measured one after the other: threads that compile would be measured too.
    std::vector<Group> batch;
    while (!open.empty() && batch.size() < std::max<std::size_t>(1, side_by_side)) {
      batch.push_back(std::move(open.back()));
      open.pop_back();
      std::sort(batch.back().begin(), batch.back().end());
    }
    std::vector<std::optional<Result<PatternDatabase>>> compiled(batch.size());
    at_once(batch.size(),
            [&](std::size_t i) { compiled[i].emplace(this->compiled(part_of(batch[i].front()), batch[i])); });
    for (std::size_t i = 0; i < batch.size(); ++i) {
      Result<PatternDatabase>& without = *compiled[i];
      if (!without) return without.error();
      const Result<Gain> gain = gain_with_second_looks(batch[i], std::move(*without), most_percent);
      if (!gain) return gain.error();
      if (batch[i].size() > 1 && gain->percent > most_percent) {
        const auto middle = batch[i].begin() + static_cast<std::ptrdiff_t>(batch[i].size() / 2);
        open.emplace_back(middle, batch[i].end());
        open.emplace_back(batch[i].begin(), middle);
        continue;
      }
      for (const std::size_t rule : batch[i])
        known.push_back({rule, gain->milliseconds, gain->percent, batch[i].size() - 1});
    }
  }
  std::sort(known.begin(), known.end(), [](const RuleCost& a, const RuleCost& b) { return a.rule < b.rule; });
  return known;
}

}  // namespace trawl
