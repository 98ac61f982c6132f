#include "engine/rules/rule_file.h"

#include <gtest/gtest.h>

#include "engine/rules/project_file.h"

namespace trawl {
namespace {

constexpr const char* kGood = R"(
[[rule]]
id = "acme-key"
name = "Acme key"
description = "A key of Acme."
severity = "high"
pattern = '''(?P<secret>acme_[a-f0-9]{16,32})'''
remediation = "Revoke it."
examples = [["acme_", "0123456789abcdef"]]
negative_examples = ["acme_xyz"]
)";

ValidatorNames validators() {
  return {.checksums = {"github-crc32"}, .structures = {"jwt"}};
}

TEST(RuleFile, ReadsARuleAndDerivesItsStub) {
  RuleSet rules;
  ASSERT_TRUE(add_rules("acme.toml", kGood, validators(), rules).ok());
  ASSERT_EQ(rules.size(), 1U);
  EXPECT_EQ(rules[0].rule.id, "acme-key");
  EXPECT_EQ(rules[0].stub_prefix, "acme_");
  EXPECT_EQ(rules[0].stub_min_width, 21U);
  EXPECT_EQ(rules[0].max_width, 37U);
  EXPECT_EQ(rules[0].public_prefix, 4U);
  EXPECT_EQ(rules[0].examples[0].pieces.size(), 2U);
}

struct BrokenCase {
  const char* what;
  const char* replaced;
  const char* by;
  const char* sentence;
};

class Broken : public testing::TestWithParam<BrokenCase> {};

TEST_P(Broken, SaysWhereAndWhatToDo) {
  std::string text = kGood;
  const std::size_t at = text.find(GetParam().replaced);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, std::string_view(GetParam().replaced).size(), GetParam().by);
  RuleSet rules;
  const auto added = add_rules("acme.toml", text, validators(), rules);
  ASSERT_FALSE(added.ok());
  EXPECT_NE(added.error().sentence().find(GetParam().sentence), std::string::npos)
      << added.error().sentence();
  EXPECT_EQ(added.error().sentence().substr(0, 10), "acme.toml:");
  EXPECT_EQ(rules.size(), 0U) << "nothing is added from a file with an error";
}

INSTANTIATE_TEST_SUITE_P(
    Files, Broken,
    testing::Values(
        BrokenCase{"unknown_key", "remediation", "remediaton", "did you mean 'remediation'?"},
        BrokenCase{"missing_name", "name = \"Acme key\"", "", "'name' is missing"},
        BrokenCase{"bad_severity", "\"high\"", "\"bad\"", "must be one of: low, medium, high, critical"},
        BrokenCase{"bad_id", "acme-key", "Acme Key", "kebab-case"},
        BrokenCase{"no_group", "(?P<secret>acme_[a-f0-9]{16,32})", "acme_[a-f0-9]{16,32}", "(?P<secret>"},
        BrokenCase{"unbounded", "{16,32}", "+", "without a bound"},
        BrokenCase{"weak_literal", "acme_[", "[", "no literal of 3 bytes"},
        BrokenCase{"unknown_checksum",
                   "severity =", "checksum = \"github-crc33\"\nseverity =", "did you mean 'github-crc32'?"},
        BrokenCase{"not_toml", "[[rule]]", "[[rule]", "not valid TOML"}),
    [](const auto& instance) { return instance.param.what; });

TEST(RuleFile, AllErrorsOfAFileComeAtOnce) {
  RuleSet rules;
  const auto added = add_rules("x.toml", "[[rule]]\nid = \"a\"\nfoo = 1\nbar = 2\n", validators(), rules);
  ASSERT_FALSE(added.ok());
  EXPECT_NE(added.error().sentence().find("foo"), std::string::npos);
  EXPECT_NE(added.error().sentence().find("bar"), std::string::npos);
}

TEST(RuleFile, ARuleOfTheSameIdReplacesTheFormer) {
  RuleSet rules;
  ASSERT_TRUE(add_rules("a.toml", kGood, validators(), rules).ok());
  ASSERT_TRUE(add_rules("b.toml", kGood, validators(), rules).ok());
  EXPECT_EQ(rules.enabled_count(), 1U);
  EXPECT_EQ(rules.find("acme-key"), 1U);
}

TEST(ProjectFile, ReadsSettingsAndRefusesWhatItDoesNotKnow) {
  const auto good = read_project_file(
      "t.toml", "[rules]\ndisable = [\"a\"]\n[scan]\nmax_file_size = \"64MiB\"\nfail_on = \"high\"\n");
  ASSERT_TRUE(good.ok()) << good.error().sentence();
  EXPECT_EQ(good->max_file_size, std::uint64_t{64} << 20);
  EXPECT_EQ(good->fail_on, Severity::kHigh);
  const auto bad = read_project_file("t.toml", "[scan]\nexlude = [\"x\"]\n");
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(bad.error().sentence(), "t.toml:2:10: unknown key 'scan.exlude'; did you mean 'exclude'?");
}

TEST(Sizes, AreNumbersWithUnits) {
  EXPECT_EQ(size_named("1000"), 1000U);
  EXPECT_EQ(size_named("2K"), 2048U);
  EXPECT_EQ(size_named("3GiB"), std::uint64_t{3} << 30);
  EXPECT_FALSE(size_named("3X"));
  EXPECT_FALSE(size_named(""));
  EXPECT_FALSE(size_named("99999999999T"));
}

}  // namespace
}  // namespace trawl
