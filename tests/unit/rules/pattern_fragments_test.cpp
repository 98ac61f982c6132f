#include "engine/rules/pattern_fragments.h"

#include <gtest/gtest.h>

#include "engine/rules/pattern_syntax.h"

namespace trawl {
namespace {

TEST(PatternFragments, AreWrittenOut) {
  const Result<std::string> pattern =
      with_fragments("(?i:acme)(?&within)(?i:key)(?&assigned)(?P<secret>[0-9]{8})");
  ASSERT_TRUE(pattern.ok()) << pattern.error().sentence();
  EXPECT_EQ(pattern->find("(?&"), std::string::npos);
  EXPECT_EQ(pattern->substr(0, 9), "(?i:acme)");
  EXPECT_EQ(pattern->substr(pattern->size() - 20), "(?P<secret>[0-9]{8})");
  const Result<PatternNode> parsed = parse_pattern(*pattern);
  ASSERT_TRUE(parsed.ok()) << parsed.error().sentence();
  EXPECT_LT(width_of(*parsed).most, 512U);
}

TEST(PatternFragments, LeaveOtherPatternsAlone) {
  EXPECT_EQ(*with_fragments("(?P<secret>abc&d)"), "(?P<secret>abc&d)");
}

TEST(PatternFragments, NameTheOnesThatThereAre) {
  for (const char* wrong : {"abc(?&assign)", "abc(?&", "abc(?&)"}) {
    const Result<std::string> pattern = with_fragments(wrong);
    ASSERT_FALSE(pattern.ok()) << wrong;
    EXPECT_NE(pattern.error().sentence().find("(?&assigned)"), std::string::npos);
  }
}

}  // namespace
}  // namespace trawl
