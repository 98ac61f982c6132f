#include "engine/rules/pattern_syntax.h"

#include <gtest/gtest.h>

namespace trawl {
namespace {

struct StubCase {
  const char* what;
  const char* pattern;
  const char* stub;
  std::uint32_t least;
  std::uint32_t most;
};

class Stub : public testing::TestWithParam<StubCase> {};

TEST_P(Stub, IsTheShortestPrefixThatDecidesThePlace) {
  const Result<PatternNode> pattern = parse_pattern(GetParam().pattern);
  ASSERT_TRUE(pattern.ok()) << pattern.error().sentence();
  const PatternNode stub = stub_of(*pattern);
  EXPECT_EQ(expression_of(stub), GetParam().stub);
  EXPECT_EQ(width_of(stub).least, GetParam().least);
  EXPECT_EQ(width_of(stub).most, GetParam().most);
}

INSTANTIATE_TEST_SUITE_P(
    Patterns, Stub,
    testing::Values(StubCase{"last_repeat_cut", "key_[a-f]{4,90}", "key\\x5f[a-f]{4}", 8, 8},
                    StubCase{"boundaries_dropped", "(?:^|[^a-z])(?P<secret>abcd[0-9]{2})(?:[^0-9]|$)",
                             "(?:abcd[0-9]{2})", 6, 6},
                    StubCase{"word_boundary_dropped", "\\babcd[0-9]\\b", "abcd[0-9]", 5, 5},
                    StubCase{"long_tail_shortened", "abcd[0-9]{300}", "abcd[0-9]{40}", 44, 44},
                    StubCase{"optional_end_dropped", "abcdef(?:x{3})?", "abcdef", 6, 6},
                    StubCase{"gap_kept", "abcd[^\\r\\n]{0,9}?[0-9]{2,5}",
                             "abcd[\\x00-\\x09\\x0b\\x0c\\x0e-\\xff]{0,9}[0-9]{2}", 6, 15},
                    StubCase{"both_cases", "(?i:ab)1", "[Aa][Bb]1", 3, 3},
                    StubCase{"alternatives", "(?:abc|de)f", "(?:abc|de)f", 3, 4}),
    [](const auto& instance) { return instance.param.what; });

struct RefusedCase {
  const char* what;
  const char* pattern;
  const char* sentence;
};

class Refused : public testing::TestWithParam<RefusedCase> {};

TEST_P(Refused, NamesTheFragment) {
  const Result<PatternNode> pattern = parse_pattern(GetParam().pattern);
  ASSERT_FALSE(pattern.ok());
  EXPECT_NE(pattern.error().sentence().find(GetParam().sentence), std::string::npos)
      << pattern.error().sentence();
}

INSTANTIATE_TEST_SUITE_P(
    Patterns, Refused,
    testing::Values(RefusedCase{"look_ahead", "a(?=b)", "look-around is not supported"},
                    RefusedCase{"text_anchor", "\\Aabc", "must not depend on where the file begins"},
                    RefusedCase{"dangling", "*a", "nothing to repeat"},
                    RefusedCase{"large_count", "a{1001}", "over 1000"},
                    RefusedCase{"inverted_count", "a{5,2}", "below its least"},
                    RefusedCase{"open_group", "(ab", "a group without ')'"},
                    RefusedCase{"open_class", "[ab", "a class without ']'"},
                    RefusedCase{"closed_twice", "ab)", "unmatched ')'"},
                    RefusedCase{"other_name_form", "(?<x>a)", "write (?P<name>...)"},
                    RefusedCase{"possessive", "a++", "possessive"},
                    RefusedCase{"unknown_escape", "\\qa", "an escape that is not supported"}),
    [](const auto& instance) { return instance.param.what; });

TEST(Pattern, WeakestLiteralIsThatOfTheWorstAlternative) {
  EXPECT_EQ(weakest_literal(*parse_pattern("(?:abcdef|gh)[0-9]")), 2U);
  EXPECT_EQ(weakest_literal(*parse_pattern("[0-9]{3}(?i:token)")), 5U);
  EXPECT_EQ(weakest_literal(*parse_pattern("[0-9]+")), 0U);
}

TEST(Pattern, LeadingLiteralIsCommonToAllAlternatives) {
  EXPECT_EQ(leading_literal(*parse_pattern("gh(?:pxx|pyy)_")), "ghp");
  EXPECT_EQ(leading_literal(*parse_pattern("-{5}BEGIN [A-Z]")), "-----BEGIN ");
  EXPECT_EQ(leading_literal(*parse_pattern("[ab]c")), "");
}

TEST(Pattern, LeadingBytesPassEveryTextAndFewOthers) {
  const LeadingBytes lead = leading_bytes(*parse_pattern("(?:ab?|[0-9]{2})x"));
  EXPECT_TRUE(lead.has(0, 'a') && lead.has(1, 'b') && lead.has(2, 'x'));
  EXPECT_TRUE(lead.has(0, '7') && lead.has(1, '7'));
  EXPECT_TRUE(lead.has(1, 'x'));  // "ax", and then anything
  EXPECT_TRUE(lead.has(2, 'Z'));
  EXPECT_FALSE(lead.has(0, 'b') || lead.has(0, 'x') || lead.has(1, 'a'));
}

TEST(Pattern, UnboundedWidthIsSeen) {
  EXPECT_EQ(width_of(*parse_pattern("ab*")).most, kUnbounded);
  EXPECT_EQ(width_of(*parse_pattern("(?:ab{2,4}){1,3}")).most, 15U);
}

TEST(Pattern, DeepNestingIsAnErrorNotACrash) {
  EXPECT_FALSE(parse_pattern(std::string(100'000, '(') + "a" + std::string(100'000, ')')).ok());
}

}  // namespace
}  // namespace trawl
