#include "engine/config/config_tree.h"

#include <gtest/gtest.h>

#include "engine/rules/config_rule_file.h"
#include "engine/rules/config_rule_pack.h"

namespace trawl {
namespace {

constexpr std::string_view kRules = R"(
pack = "p"
inputs = ["tree"]
[[fact]]
name = "readme"
path = '^README'
[[fact]]
name = "image"
inputs = ["compose"]
select = "services.*.image"
[[rule]]
id = "no-readme"
name = "n"
description = "d"
severity = "low"
cwe = 1059
absence = true
when = { path = "readme[]", missing = true }
select = "image[]"
where = { path = "value", matches = "^a" }
message = "'{value:key}' of '{value:path}'"
remediation = "r"
examples = ["{}", "{}"]
negative_examples = ["{}", "{}"]
)";

class Tree : public testing::Test {
 protected:
  Tree() {
    const ConfigNames names{input_kind_names(), named_predicate_names()};
    EXPECT_TRUE(add_config_rules("x.toml", kRules, names, rules_).ok());
    auto made = ConfigEngine::create(rules_);
    EXPECT_TRUE(made.ok());
    if (made) engine_ = std::move(*made);
  }

  void add(ConfigTree& tree, const std::string& path, std::string_view text) {
    tree.add_path(path);
    for (const ConfigFactFound& found : engine_->judge(path, text, true).facts) {
      ConfigTreeFact fact{std::string(found.name), found.key, found.value, {}};
      fact.location.path = path;
      fact.location.span = found.span;
      tree.add(std::move(fact));
    }
  }

  ConfigRuleSet rules_;
  std::unique_ptr<ConfigEngine> engine_;
};

TEST_F(Tree, SaysWhatNoFileSaysAtThePlaceOfAFact) {
  ConfigTree tree("/r", "2026-01-01");
  add(tree, "/r/x/compose.yml", "services: {s: {image: 'a:1'}, t: {image: 'b:1'}}\n");
  const std::vector<ConfigTreeMatch> matches = tree.judge(*engine_);
  ASSERT_EQ(matches.size(), 1U);
  EXPECT_EQ(matches[0].rule->rule.id, "no-readme");
  EXPECT_EQ(matches[0].message, "'image' of 'x/compose.yml'");
  EXPECT_EQ(matches[0].location.path, "/r/x/compose.yml");
  EXPECT_EQ(matches[0].location.span, span_of(22, 27));
}

TEST_F(Tree, SaysNothingWhereAPathTellsIt) {
  ConfigTree tree("/r", "");
  add(tree, "/r/compose.yml", "services: {s: {image: 'a:1'}}\n");
  tree.add_path("/r/README.md");
  EXPECT_TRUE(tree.judge(*engine_).empty());
}

TEST_F(Tree, TestsTellNothingAboutTheTree) {
  ConfigTree tree("", "");
  add(tree, "tests/compose.yml", "services: {s: {image: 'a:1'}}\n");
  EXPECT_TRUE(tree.judge(*engine_).empty());
}

TEST_F(Tree, ManyFactsAreSaidToBeTooMany) {
  ConfigTree tree("", "");
  for (int i = 0; i < 20'001; ++i) {
    ConfigTreeFact fact;
    fact.name = "image";
    fact.value = "a";
    tree.add(std::move(fact));
  }
  EXPECT_TRUE(tree.judge(*engine_).empty());
  EXPECT_TRUE(tree.overfull());
}

TEST_F(Tree, PackedRulesAreTheSame) {
  const std::string packed = pack_config_rules(rules_);
  ConfigRuleSet again;
  ASSERT_TRUE(unpack_config_rules(packed, again).ok());
  EXPECT_EQ(pack_config_rules(again), packed);
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].rule.tags.size(), rules_[0].rule.tags.size());
  for (std::size_t size = 0; size < packed.size(); ++size) {
    ConfigRuleSet cut;
    EXPECT_FALSE(unpack_config_rules(packed.substr(0, size), cut).ok()) << size;
  }
}

}  // namespace
}  // namespace trawl
