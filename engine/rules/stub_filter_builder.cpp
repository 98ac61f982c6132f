#include "engine/rules/stub_filter_builder.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/rules/byte_chain.h"
#include "engine/rules/gram_buckets.h"
#include "engine/rules/gram_choice.h"
#include "engine/rules/walk_automaton.h"

namespace trawl {
namespace {

/// The states that a start may take alone: where its grams are rare, a long walk saves little.
constexpr double kRare = 1e-6;
constexpr std::size_t kStatesOfRare = 100;
constexpr std::size_t kStatesOfOften = 400;
constexpr std::size_t kMostStates = 200'000;  // before those that are alike are joined

/// A filter and what it borrows.
struct Built {
  StubFilter filter;
  std::vector<std::uint16_t> next;
  std::vector<StubReach> reaches;
};

struct Stub {
  std::size_t number = 0;
  double cost = 0;
  std::vector<PatternNode> elements;
};

// Ends walks early where the automaton becomes large.
void shorten(WalkStart& start) {
  double likelihood = 0;
  for (const Gram& gram : start.grams) likelihood += likelihood_of_four(gram);
  const std::size_t most = likelihood < kRare ? kStatesOfRare : kStatesOfOften;
  std::size_t length = std::min(start.tail.size(), StubFilter::kGram);
  for (; length < start.tail.size(); ++length) {
    WalkStart longer = start;
    longer.shorten(length + 1);
    if (!WalkAutomaton().build({longer}, most)) break;
  }
  start.shorten(length);
}

}  // namespace

Result<StubFilterPlan> StubFilterPlan::create(std::span<const std::string_view> expressions) {
  std::vector<Stub> stubs;
  const GramChooser alone;
  for (const std::string_view expression : expressions) {
    const Result<PatternNode> tree = parse_pattern(expression);
    if (!tree) return tree.error();
    Stub stub{stubs.size(), 0, elements_of(*tree)};
    const std::optional<GramChooser::Choice> choice = alone.choose(stub.elements);
    if (!choice)
      return Error(
          fmt::format("'{}' has no place at which one of few texts of four bytes stands", expression));
    stub.cost = choice->cost;
    stubs.push_back(std::move(stub));
  }
  // The dearest first: others then can begin where these do.
  std::stable_sort(stubs.begin(), stubs.end(), [](const Stub& a, const Stub& b) { return a.cost > b.cost; });
  GramChooser chooser;
  StubFilterPlan plan;
  for (const Stub& stub : stubs) {
    std::optional<GramChooser::Choice> choice = chooser.choose(stub.elements);
    if (!choice) return Error("a stub lost its place");
    chooser.take(*choice);
    for (WalkStart& start : choice->starts) {
      start.stub = stub.number;
      shorten(start);
      plan.starts_.push_back(std::move(start));
    }
  }
  plan.grams_ = chooser.grams();
  plan.buckets_ = divide_among_buckets(plan.grams_);
  return plan;
}

Result<std::shared_ptr<const StubFilter>> StubFilterPlan::without(
    std::span<const std::size_t> left_out) const {
  const auto built = std::make_shared<Built>();
  WalkAutomaton automaton;
  bool fits = false;
  if (left_out.empty()) {
    write_grams(grams_, buckets_, built->filter);
    fits = automaton.build(starts_, kMostStates);
  } else {
    std::vector<WalkStart> starts;
    for (const WalkStart& start : starts_) {
      if (std::find(left_out.begin(), left_out.end(), start.stub) == left_out.end()) starts.push_back(start);
    }
    // What remains of a gram that several began at is where it was.
    std::vector<Gram> grams;
    std::vector<std::size_t> buckets;
    for (std::size_t i = 0; i < grams_.size(); ++i) {
      const std::size_t first = grams.size();
      for (const WalkStart& start : starts) {
        for (const Gram& gram : start.grams) {
          if (!is_within(gram, grams_[i])) continue;
          const auto begin = grams.begin() + static_cast<std::ptrdiff_t>(first);
          if (std::any_of(begin, grams.end(), [&](const Gram& other) { return is_within(gram, other); }))
            continue;
          grams.push_back(gram);
        }
      }
      buckets.resize(grams.size(), buckets_[i]);
    }
    write_grams(grams, buckets, built->filter);
    fits = automaton.build(starts, kMostStates);
  }
  if (!fits || !automaton.write(built->filter, built->next, built->reaches))
    return Error("the rules need an automaton of too many states");
  built->filter.next = built->next;
  built->filter.reaches = built->reaches;
  return std::shared_ptr<const StubFilter>(built, &built->filter);
}

Result<std::shared_ptr<const StubFilter>> build_stub_filter(std::span<const std::string_view> stubs) {
  const Result<StubFilterPlan> plan = StubFilterPlan::create(stubs);
  if (!plan) return plan.error();
  return plan->without({});
}

}  // namespace trawl
