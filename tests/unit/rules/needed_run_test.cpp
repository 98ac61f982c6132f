#include "engine/rules/needed_run.h"

#include <gtest/gtest.h>

namespace trawl {
namespace {

struct RunCase {
  const char* what;
  const char* pattern;
  std::uint32_t length;
  std::uint32_t before;
  std::uint32_t behind;
};

class Needed : public testing::TestWithParam<RunCase> {};

TEST_P(Needed, RunIsWhatEveryTextHas) {
  const Result<PatternNode> pattern = parse_pattern(GetParam().pattern);
  ASSERT_TRUE(pattern.ok()) << pattern.error().sentence();
  const NeededRun run = needed_run_of(*pattern);
  EXPECT_EQ(run.length, GetParam().length);
  EXPECT_EQ(run.before, GetParam().before);
  EXPECT_EQ(run.behind, GetParam().behind);
}

INSTANTIATE_TEST_SUITE_P(
    Patterns, Needed,
    testing::Values(RunCase{"all_of_it", "key_[0-9a-f]{32}", 36, 0, 0},
                    RunCase{"least_count", "key_[0-9a-f]{8,90}", 12, 0, 0},
                    RunCase{"behind_a_gap", "(?i:name).{0,40}[:=]\"(?P<secret>[0-9a-f]{32})\"", 32, 46, 1},
                    RunCase{"the_longest", "[a-z]{4}:[a-z]{6}:[a-z]{5}", 6, 5, 6},
                    RunCase{"over_groups", "(?P<secret>ab(?:cd|ef))[0-9]{4}", 8, 0, 0},
                    RunCase{"optional_counts_nothing", "x?[.]?abcd", 4, 2, 0},
                    RunCase{"the_worst_alternative", "(?:[a-z]{9}[.]|-[.]{3}[a-z]{5}[.]{2})", 5, 4, 2},
                    RunCase{"not_in_one_alternative", "(?:[a-z]{9}|[.]{9})", 0, 0, 0},
                    RunCase{"repeated", "(?:[a-z]{3}[.]){2,4}", 3, 0, 13},
                    RunCase{"perhaps_never_repeated", "(?:[a-z]{3}[.]){0,4}=", 0, 0, 0},
                    RunCase{"class_with_another_byte", "[a-z.]{40}", 0, 0, 0},
                    RunCase{"without_a_bound", "[a-z]{40}.*", 0, 0, 0}),
    [](const auto& instance) { return instance.param.what; });

}  // namespace
}  // namespace trawl
