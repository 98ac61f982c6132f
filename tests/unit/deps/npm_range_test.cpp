#include "engine/deps/version/npm_range.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace trawl {
namespace {

struct RangeCase {
  std::string range;
  std::vector<std::string> in;
  std::vector<std::string> out;
};

class Ranges : public testing::TestWithParam<RangeCase> {};

TEST_P(Ranges, HoldWhatNpmSays) {
  const auto range = NpmRange::parse(GetParam().range);
  ASSERT_TRUE(range) << GetParam().range;
  for (const std::string& version : GetParam().in) EXPECT_TRUE(range->contains(version)) << version;
  for (const std::string& version : GetParam().out) EXPECT_FALSE(range->contains(version)) << version;
}

INSTANTIATE_TEST_SUITE_P(
    Npm, Ranges,
    testing::Values(
        RangeCase{"^1.2.3", {"1.2.3", "1.9.0"}, {"1.2.2", "2.0.0", "2.0.0-a", "1.3.0-beta"}},
        RangeCase{"^0.2.3", {"0.2.3", "0.2.9"}, {"0.3.0", "0.3.0-0", "0.2.2"}},
        RangeCase{"^0.0.3", {"0.0.3"}, {"0.0.4", "0.0.4-0", "0.1.0"}},
        RangeCase{"^0.0", {"0.0.0", "0.0.9"}, {"0.1.0"}},
        RangeCase{"^1.2.3-beta.1", {"1.2.3-beta.2", "1.2.3", "1.9.9"}, {"1.2.4-beta", "1.2.3-beta.0"}},
        RangeCase{"~1.2", {"1.2.0", "1.2.9"}, {"1.3.0", "1.3.0-0", "1.1.9"}},
        RangeCase{"~1", {"1.0.0", "1.9.9"}, {"2.0.0"}},
        RangeCase{"1.2.3 - 2.3", {"1.2.3", "2.3.9"}, {"2.4.0", "1.2.2"}},
        RangeCase{"1 - 2", {"1.0.0", "2.9.0"}, {"3.0.0", "0.9.9"}},
        RangeCase{">=1.0.0-0", {"1.0.0-a", "9.0.0"}, {"0.9.9", "1.0.1-a"}},
        RangeCase{"*", {"0.0.0", "9.9.9"}, {"1.0.0-a"}}, RangeCase{"", {"1.0.0"}, {"1.0.0-a"}},
        RangeCase{"1.x || >=2.5.0 || 5.0.0 - 7.2.3", {"1.2.3", "2.5.0", "6.0.0"}, {"2.4.9", "0.1.0"}},
        RangeCase{">1", {"2.0.0"}, {"1.9.9"}}, RangeCase{"<=1.2", {"1.2.9"}, {"1.3.0"}},
        RangeCase{">= 1.2.3 < 2", {"1.2.3", "1.9.9"}, {"2.0.0"}}, RangeCase{"<1.2", {"1.1.9"}, {"1.2.0"}},
        RangeCase{"=1.2.3", {"1.2.3"}, {"1.2.4"}}, RangeCase{"v1.2.3", {"1.2.3"}, {"1.2.4"}},
        RangeCase{">*", {}, {"0.0.0", "1.0.0"}}));

TEST(NpmRange, IsNoneWhereTheTextNamesSomethingElse) {
  for (const char* text :
       {"latest", "git+https://example.com/a.git", "npm:ms@2", "workspace:*", "1.2.3.4", "^a.b.c"})
    EXPECT_FALSE(NpmRange::parse(text)) << text;
  EXPECT_FALSE(NpmRange::parse(std::string(5000, '1')));
}

TEST(NpmRange, IsOpenWithoutAnUpperBound) {
  for (const char* text : {"*", "", ">=1.0.0", ">1", "^1.0.0 || >=3"})
    EXPECT_TRUE(NpmRange::parse(text)->is_open()) << text;
  for (const char* text : {"^1.0.0", "1.2.3", "<2", "1 - 2", ">=1 <3"})
    EXPECT_FALSE(NpmRange::parse(text)->is_open()) << text;
}

TEST(NpmRange, ReadsCargosBareVersionsAsCompatibleOnes) {
  const auto range = NpmRange::parse("1.2", true);
  ASSERT_TRUE(range);
  EXPECT_TRUE(range->contains("1.9.0"));
  EXPECT_FALSE(range->contains("2.0.0"));
  EXPECT_TRUE(NpmRange::parse(">=1.2, <1.5", true)->contains("1.4.0"));
}

}  // namespace
}  // namespace trawl
