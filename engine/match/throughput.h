#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/match/pattern_database.h"
#include "engine/model/rule_set.h"

namespace trawl {

/// What Hyperscan makes of a text with the enabled rules, all else left out.
struct Throughput {
  double gigabytes_per_second = 0;  ///< best of several passes, on one core; GB are 10^9 bytes
  double candidates_per_megabyte = 0;
  std::vector<std::uint64_t> candidates;  ///< by position of the rule
};

/// What a rule costs, as more time for each GB on one core.
struct RuleCost {
  std::size_t rule = 0;     ///< position
  double milliseconds = 0;  ///< of it alone; or, where it was left out together with others, at most this
  double percent = 0;       ///< the same, of the time with all rules
  std::size_t others = 0;   ///< so many were left out with it: together they cost that much
};

/// Makes the filter of expressions that are known to it, without those of the positions given; an error
/// leaves the rest without one.
using FilterWithout =
    std::function<Result<std::shared_ptr<const StubFilter>>(std::span<const std::size_t> left_out)>;
/// Takes expressions and plans their filter.
using FilterPlanner = std::function<Result<FilterWithout>(std::span<const std::string_view> expressions)>;

/// Measures what rules cost by leaving them out. Compiling the rest takes a second, so rules are left out in
/// groups: what a group does not cost, none of it does. A group that costs more than one rule may is divided,
/// down to single rules. Used by one thread; borrows rules and text.
class RuleBench {
 public:
  /// Compiles the enabled rules for the processor at hand, divided and filtered as the built-in ones are.
  static Result<RuleBench> create(const RuleSet& rules, std::string_view text,
                                  const FilterPlanner& plan_filter);

  [[nodiscard]] const Throughput& whole() const { return whole_; }

  /// Does `work` for 0 to `count` - 1, perhaps at once, and returns when all is done.
  using AtOnce = std::function<void(std::size_t count, const std::function<void(std::size_t)>& work)>;

  /// The costs of `wanted` (positions), in their order. Groups have at most `group` rules, or four times as
  /// many of those near long runs; those that cost more than `most_percent` are divided. So many are compiled
  /// `side_by_side`, by `at_once`. Ends early, with the costs that are known, when `stop` says so.
  Result<std::vector<RuleCost>> costs(const std::vector<std::size_t>& wanted, std::size_t group,
                                      double most_percent, std::size_t side_by_side, const AtOnce& at_once,
                                      const std::function<bool()>& stop);

 private:
  using Group = std::vector<std::size_t>;
  struct Gain {
    double milliseconds = 0;
    double percent = 0;
  };

  /// The filter of a part of the rules, and where in it the expressions of each rule begin.
  struct Plan {
    FilterWithout filter_without;
    std::vector<std::size_t> begins;  ///< one more than there are rules
  };

  RuleBench(const RuleSet& rules, std::string_view text) : rules_(&rules), text_(text) {}
  void plan_part(PatternPart part, const FilterPlanner& plan_filter);
  Result<double> milliseconds(unsigned passes, Throughput* throughput);
  [[nodiscard]] PatternPart part_of(std::size_t rule) const;
  [[nodiscard]] Result<PatternDatabase> compiled(PatternPart part, const Group& without) const;
  Result<Gain> gain_of(const Group& group, PatternDatabase without);
  Result<Gain> gain_with_second_looks(const Group& group, PatternDatabase without, double most_percent);

  const RuleSet* rules_;
  std::string_view text_;
  std::array<Plan, 3> plans_;  ///< by part
  std::vector<PatternDatabase> databases_;
  Throughput whole_;
};

}  // namespace trawl
