// Every configuration rule finds something in its examples and nothing in the others, however they are
// written.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "engine/config/config_engine.h"
#include "engine/rules/config_rule_file.h"

namespace trawl {
namespace {

ConfigRuleSet all_rules() {
  ConfigRuleSet rules;
  const ConfigNames names{input_kind_names(), named_predicate_names()};
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(std::string(TRAWL_SOURCE_DIR) + "/patterns/config")) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    std::ifstream stream(file);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    const auto added = add_config_rules(file.filename().string(), text, names, rules);
    EXPECT_TRUE(added.ok()) << added.error().sentence();
  }
  return rules;
}

std::string sample_path(const ConfigRule& rule) {
  for (const InputKind& kind : input_kinds()) {
    if (kind.name == rule.inputs.front()) return std::string(kind.sample);
  }
  return {};
}

std::size_t matches_of(const ConfigEngine& engine, const ConfigRule& rule, const std::string& text) {
  const ConfigVerdict verdict = engine.judge(sample_path(rule), text, true);
  EXPECT_FALSE(verdict.failure) << rule.rule.id << ": " << *verdict.failure << "\n" << text;
  std::size_t count = 0;
  for (const ConfigMatch& match : verdict.matches) {
    EXPECT_LE(match.span.end.value, text.size());
    EXPECT_LT(match.span.begin, match.span.end) << rule.rule.id << "\n" << text;
    if (match.rule == &rule) ++count;
  }
  return count;
}

std::string with_line_ends(const std::string& text, const std::string& line_end) {
  std::string result;
  for (const char c : text) {
    if (c == '\n') {
      result += line_end;
    } else {
      result += c;
    }
  }
  return result;
}

TEST(ConfigRules, FindWhatTheirExamplesHold) {
  const ConfigRuleSet rules = all_rules();
  const auto engine = ConfigEngine::create(rules);
  ASSERT_TRUE(engine) << engine.error().sentence();
  (*engine)->set_today(20833);  // 2027-01-15, for which the certificates in examples were made
  ASSERT_GT(rules.size(), 40U);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const ConfigRule& rule = rules[i];
    EXPECT_GE(rule.examples.size(), 2U) << rule.rule.id;
    EXPECT_GE(rule.negative_examples.size(), 2U) << rule.rule.id;
    for (const std::string_view example : rule.examples) {
      const std::string text(example);
      const std::size_t count = matches_of(**engine, rule, text);
      EXPECT_GE(count, 1U) << rule.rule.id << "\n" << text;
      EXPECT_EQ(matches_of(**engine, rule, with_line_ends(text, "\r\n")), count)
          << rule.rule.id << " with CRLF\n"
          << text;
      const std::string comment = sample_path(rule).ends_with("s") ? "// a comment\n" : "# a comment\n";
      EXPECT_EQ(matches_of(**engine, rule, comment + text), count) << rule.rule.id << " with a comment\n"
                                                                   << text;
    }
    for (const std::string_view example : rule.negative_examples) {
      EXPECT_EQ(matches_of(**engine, rule, std::string(example)), 0U) << rule.rule.id << "\n" << example;
    }
  }
}

TEST(ConfigEngine, PointsAtThePartThatIsWrong) {
  const ConfigRuleSet rules = all_rules();
  const auto engine = ConfigEngine::create(rules);
  ASSERT_TRUE(engine);
  const std::string text =
      "on: issue_comment\njobs:\n  a:\n    steps:\n      - run: |\n          set -e\n"
      "          echo \"${{ github.event.comment.body }}\"\n";
  const ConfigVerdict verdict = (*engine)->judge(".github/workflows/a.yml", text, true);
  const auto found =
      std::find_if(verdict.matches.begin(), verdict.matches.end(),
                   [](const ConfigMatch& match) { return match.rule->rule.id == "gha-script-injection"; });
  ASSERT_NE(found, verdict.matches.end());
  EXPECT_EQ(text.substr(found->span.begin.value, found->span.size()), "${{ github.event.comment.body }}");
  EXPECT_EQ(found->key_path, "jobs.a.steps[].run");
}

TEST(ConfigEngine, SaysWhatItCouldNotRead) {
  const ConfigRuleSet rules = all_rules();
  const auto engine = ConfigEngine::create(rules);
  ASSERT_TRUE(engine);
  EXPECT_TRUE((*engine)->judge("compose.yml", "services: [", true).failure);
  EXPECT_TRUE((*engine)->judge("x/deploy.yaml", "apiVersion: v1\nkind: Pod\n{{- if .x }}\n", true).templated);
  EXPECT_TRUE((*engine)->judge("notes.yml", "a: [", true).kind.empty());
}

TEST(ConfigRuleFile, NamesWhatIsWrong) {
  ConfigRuleSet rules;
  const ConfigNames names{input_kind_names(), named_predicate_names()};
  const auto added =
      add_config_rules("x.toml",
                       "pack = \"p\"\ninputs = [\"compos\"]\n[[rule]]\nid = \"x-y\"\nnam = \"n\"\n"
                       "where = { matchs = \"a\" }\n",
                       names, rules);
  ASSERT_FALSE(added.ok());
  const std::string& sentence = added.error().sentence();
  EXPECT_NE(sentence.find("did you mean 'name'"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("did you mean 'matches'"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("did you mean 'compose'"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("x.toml:5:"), std::string::npos) << sentence;
}

}  // namespace
}  // namespace trawl
