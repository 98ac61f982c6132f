#include "engine/rules/rule_import.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/rules/rule_file.h"

namespace trawl {
namespace {

struct PatternCase {
  const char* what;
  const char* pattern;
  std::size_t group;
  const char* expected;
};

class ConvertsPattern : public testing::TestWithParam<PatternCase> {};

TEST_P(ConvertsPattern, ToOurDialect) {
  EXPECT_EQ(converted_pattern(GetParam().pattern, GetParam().group, 50), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    RuleImport, ConvertsPattern,
    testing::Values(
        PatternCase{"no_group", "acme_[a-z]{8}", 0, "(?P<secret>acme_[a-z]{8})"},
        PatternCase{"flags_stay_in_front", "(?i)acme_[a-z]{8}", 0, "(?i)(?P<secret>acme_[a-z]{8})"},
        PatternCase{"first_group", "\\b(acme_[a-z]+)(x*)", 0, "\\b(?P<secret>acme_[a-z]{1,50})(?:x{0,50})"},
        PatternCase{"second_group", "(acme)=(k[0-9]{9,})", 2, "(?:acme)=(?P<secret>k[0-9]{9,50})"},
        PatternCase{"named_group", "(?<key>acme[+*(]{3})", 0, "(?P<secret>acme[+*(]{3})"},
        PatternCase{"extended", "(?x)\n acme # name\n ( [a-z #]{8} ) (?# a remark )", 0,
                    "acme(?P<secret>[a-z #]{8})"},
        PatternCase{"extended_with_case", "(?xi: acme ) _", 0, "(?P<secret>(?i:acme)_)"},
        PatternCase{"escaped", "acme\\(\\+\\[*", 0, "(?P<secret>acme\\(\\+\\[{0,50})"}),
    [](const auto& each) { return each.param.what; });

TEST(RuleImport, GitleaksRulesAreOursAndNotesSayWhatIsMissing) {
  const auto imported = import_gitleaks("g.toml", R"(
title = "mine"
[extend]
useDefault = true
[[rules]]
id = "acme_key"
description = "Acme key"
regex = '''(?i)acme_([a-z0-9]{20,})'''
secretGroup = 1
entropy = 3.5
keywords = ["acme"]
[[rules.allowlists]]
stopwords = ["test"]
[[rules]]
id = "only-path"
path = '''\.pem$'''
[[rules]]
id = "no-literal"
regex = '''[0-9a-f]{32}'''
)");
  ASSERT_TRUE(imported.ok()) << imported.error().sentence();
  EXPECT_EQ(imported->carried, 1);
  EXPECT_EQ(imported->left_out, 2);
  RuleSet rules;
  ASSERT_TRUE(add_rules("imported.toml", imported->text, {}, rules).ok());
  ASSERT_EQ(rules.size(), 1);
  EXPECT_EQ(rules[0].rule.id, "acme-key");
  EXPECT_EQ(rules[0].pattern, "(?i)acme_(?P<secret>[a-z0-9]{20,256})");
  EXPECT_FLOAT_EQ(rules[0].min_entropy, 3.5F);
  const auto says = [&](std::string_view words) {
    return std::any_of(imported->notes.begin(), imported->notes.end(),
                       [&](const std::string& note) { return note.find(words) != std::string::npos; });
  };
  EXPECT_TRUE(says("[extend]"));
  EXPECT_TRUE(says("rule 'acme_key': its allow list"));
  EXPECT_TRUE(says("rule 'acme_key': its id is 'acme-key' now"));
  EXPECT_TRUE(says("rule 'only-path': left out"));
  EXPECT_TRUE(says("rule 'no-literal': left out"));
}

TEST(RuleImport, NoseyParkerRulesKeepTheirExamples) {
  const auto imported = import_noseyparker("n.yml", R"(rules:
- name: Acme Key
  id: np.acme.1
  pattern: |
    (?x)
    \b
    ( acme_ [a-z0-9]{12} )   # the key
    \b
  examples:
  - 'key = "acme_0123456789ab"'
  negative_examples:
  - acme_short
  references:
  - https://acme.example/keys
)");
  ASSERT_TRUE(imported.ok()) << imported.error().sentence();
  RuleSet rules;
  const auto added = add_rules("imported.toml", imported->text, {}, rules);
  ASSERT_TRUE(added.ok()) << added.error().sentence();
  ASSERT_EQ(rules.size(), 1);
  EXPECT_EQ(rules[0].rule.id, "np-acme-1");
  EXPECT_EQ(rules[0].rule.name, "Acme Key");
  EXPECT_EQ(rules[0].pattern, "\\b(?P<secret>acme_[a-z0-9]{12})\\b");
  ASSERT_EQ(rules[0].examples.size(), 1);
  EXPECT_EQ(rules[0].negative_examples.size(), 1);
  EXPECT_EQ(rules[0].rule.reference, "https://acme.example/keys");
}

TEST(RuleImport, BrokenFilesAreErrorsWithAPlace) {
  EXPECT_EQ(import_gitleaks("g.toml", "[[rules]\n").error().sentence().substr(0, 9), "g.toml:1:");
  EXPECT_EQ(import_noseyparker("n.yml", "rules: [").error().sentence().substr(0, 6), "n.yml:");
  EXPECT_FALSE(import_noseyparker("n.yml", std::string(100, '[')).ok());
  EXPECT_FALSE(import_noseyparker("n.yml", "").ok());
}

}  // namespace
}  // namespace trawl
