#include "engine/match/matcher.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <memory>
#include <random>
#include <set>
#include <span>
#include <tuple>

#include "engine/rules/rule_file.h"
#include "tools/trawl/builtin.h"

namespace trawl {
namespace {

std::string rule_text(const std::string& id, const std::string& pattern, const std::string& more = "") {
  return "[[rule]]\nid = \"" + id + "\"\nname = \"n\"\ndescription = \"d\"\nseverity = \"high\"\n" +
         "remediation = \"r\"\npattern = '''" + pattern + "'''\n" + more;
}

struct Fixture {
  RuleSet rules;
  std::unique_ptr<MatchEngine> engine;
  std::unique_ptr<Matcher> matcher;

  explicit Fixture(const std::string& text) {
    const auto added = add_rules("test.toml", text, {}, rules);
    EXPECT_TRUE(added.ok()) << added.error().sentence();
    start();
  }
  Fixture() : rules(builtin_rules()) { start(); }

  std::vector<Match> find(std::string_view bytes, std::size_t begin = 0, std::size_t end = SIZE_MAX) {
    std::vector<Match> matches;
    MatchRequest request;
    request.bytes = bytes;
    request.owned_begin = begin;
    request.owned_end = end;
    EXPECT_TRUE(matcher->match(request, matches).ok());
    return matches;
  }

 private:
  void start() {
    std::vector<PatternDatabase> databases;
    auto database = PatternDatabase::compile(rules, 0, rules.size(), host_tier());
    EXPECT_TRUE(database.ok());
    databases.push_back(std::move(*database));
    engine = std::make_unique<MatchEngine>(rules, std::move(databases));
    matcher = std::move(*Matcher::create(*engine));
  }
};

std::vector<std::string> secrets(const std::vector<Match>& matches, std::string_view bytes) {
  std::vector<std::string> found;
  for (const Match& match : matches)
    found.emplace_back(bytes.substr(match.secret.begin.value, match.secret.size()));
  return found;
}

struct Case {
  const char* what;
  const char* pattern;
  std::string input;
  std::vector<std::string> expected;
};

class Finds : public testing::TestWithParam<Case> {};

TEST_P(Finds, ExactlyTheSecrets) {
  Fixture fixture(rule_text("test", GetParam().pattern));
  EXPECT_EQ(secrets(fixture.find(GetParam().input), GetParam().input), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Matcher, Finds,
    testing::Values(
        Case{"at_the_start", "(?P<secret>key=[a-f]{4})", "key=abcd", {"key=abcd"}},
        Case{"longest_tail", "(?P<secret>key=[a-f]{4,9})", "x key=abcdefabc.", {"key=abcdefabc"}},
        Case{"not_part_of_a_word", "(?:^|[^a-z])(?P<secret>key=[0-9]{2})", "xkey=12", {}},
        Case{"twice", "(?P<secret>key=[0-9]{2})", "key=12 key=34", {"key=12", "key=34"}},
        Case{"boundary_shared",
             "(?:^|[^0-9a-z])(?P<secret>key[0-9]{2})(?:[^0-9a-z]|$)",
             "key12 key34 key56",
             {"key12", "key34", "key56"}},
        Case{"too_long", "(?P<secret>key=[0-9]{2})(?:[^0-9]|$)", "key=123", {}},
        Case{"behind_a_keyword",
             "(?i:vendor)[^\\r\\n]{0,20}?(?P<secret>[0-9a-f]{8})(?:[^0-9a-f]|$)",
             "VENDOR_KEY = 0011aabb\nvendor\n0011aabb",
             {"0011aabb"}},
        Case{"line_end", "(?P<secret>key=[0-9]{2})$", "key=12\r\nkey=34\n", {"key=34"}},
        Case{"with_nul", "(?P<secret>key=[0-9]{2})", std::string("a\0b key=12\0", 11), {"key=12"}}),
    [](const auto& instance) { return instance.param.what; });

TEST(Matcher, OverlappingMatchesBecomeTheBetterOne) {
  Fixture fixture(rule_text("long", "(?P<secret>tok_[0-9a-f]{8,12})") +
                  rule_text("short", "(?P<secret>tok_[0-9a-f]{8})"));
  const std::string text = "tok_0011223344";
  const std::vector<Match> matches = fixture.find(text);
  ASSERT_EQ(matches.size(), 1U);
  EXPECT_EQ(matches[0].rule->rule.id, "long");
  ASSERT_EQ(matches[0].also_matched.size(), 1U);
  EXPECT_EQ(matches[0].also_matched[0]->rule.id, "short");
}

TEST(Matcher, ADisabledRuleIsSilent) {
  Fixture fixture(rule_text("one", "(?P<secret>tok_[0-9]{4})"));
  fixture.rules.enable(0, false);
  EXPECT_TRUE(fixture.find("tok_1234").empty());
}

TEST(Matcher, NamesThePatternThatDoesNotCompile) {
  RuleSet rules;
  ASSERT_TRUE(add_rules("t.toml", rule_text("good", "(?P<secret>abcd)"), {}, rules).ok());
  SecretRule broken = rules[0];
  broken.rule.id = "broken";
  broken.stub = "(";
  rules.add(broken);
  const auto database = PatternDatabase::compile(rules, 0, rules.size(), CpuTier::kGeneric);
  ASSERT_FALSE(database.ok());
  EXPECT_NE(database.error().sentence().find("'broken'"), std::string::npos);
}

TEST(Matcher, EveryTierGivesADatabaseThatIsReadAgain) {
  RuleSet rules;
  ASSERT_TRUE(add_rules("t.toml", rule_text("good", "(?P<secret>abcd)"), {}, rules).ok());
  for (const CpuTier tier : {CpuTier::kGeneric, CpuTier::kAvx2}) {
    const auto bytes = PatternDatabase::compile(rules, 0, 1, tier)->serialized();
    ASSERT_TRUE(bytes.ok());
    if (tier > host_tier()) continue;
    EXPECT_TRUE(PatternDatabase::deserialize({bytes->data(), bytes->size()}).ok());
    EXPECT_FALSE(PatternDatabase::deserialize({bytes->data(), bytes->size() / 2}).ok());
  }
}

TEST(Matcher, ADatabaseIsUsedWhereItLies) {
  RuleSet rules;
  ASSERT_TRUE(add_rules("t.toml", rule_text("good", "(?P<secret>abcd[0-9]{3})"), {}, rules).ok());
  const auto compiled = PatternDatabase::compile(rules, 0, 1, CpuTier::kGeneric);
  ASSERT_TRUE(compiled.ok());
  const auto image = compiled->image();
  ASSERT_TRUE(image.ok());
  std::vector<char> room(image->size() + 2 * PatternDatabase::kAlignment);
  void* begin = room.data();
  std::size_t space = room.size();
  ASSERT_NE(std::align(PatternDatabase::kAlignment, image->size(), begin, space), nullptr);
  const std::span<char> place(static_cast<char*>(begin), image->size());
  std::copy(image->begin(), image->end(), place.begin());
  std::vector<PatternDatabase> databases;
  auto database = PatternDatabase::in_place(place);
  ASSERT_TRUE(database.ok());
  databases.push_back(std::move(*database));
  const MatchEngine engine(rules, std::move(databases));
  const auto matcher = Matcher::create(engine);
  ASSERT_TRUE(matcher.ok());
  std::vector<Match> matches;
  MatchRequest request;
  request.bytes = "x abcd123 y";
  ASSERT_TRUE((*matcher)->match(request, matches).ok());
  EXPECT_EQ(matches.size(), 1U);

  EXPECT_FALSE(PatternDatabase::in_place(place.first(place.size() - 64)).ok());
  EXPECT_FALSE(PatternDatabase::in_place({place.data() + 8, place.size()}).ok());
  place[0] = static_cast<char>(place[0] + 1);
  EXPECT_FALSE(PatternDatabase::in_place(place).ok());
}

// Text that looks like source, with the examples of the built-in rules strewn in.
std::string mixed_text(const RuleSet& rules, std::mt19937& random, std::size_t examples) {
  std::string text;
  const std::string filler =
      "int main(void) { return token_count + key->size; } // password policy\n\t\"name\": \"x\",\r\n";
  for (std::size_t i = 0; i < examples; ++i) {
    const SecretRule& rule = rules[random() % rules.size()];
    if (!rule.examples.empty()) {
      for (const std::string_view piece : rule.examples[random() % rule.examples.size()].pieces)
        text += piece;
    }
    text += filler.substr(random() % filler.size());
    if (random() % 3 == 0) text += '\n';
  }
  return text;
}

// The oracle: RE2 alone, over the whole text, says of each rule whether it matches anywhere. What Hyperscan
// proposes and the window confirms must be the same set of rules, whatever the judges then say.
TEST(Matcher, HyperscanAndRe2AgreeOnEveryBuiltInRule) {
  Fixture fixture;
  std::mt19937 random(20240607);
  for (int round = 0; round < 3; ++round) {
    const std::string text = mixed_text(fixture.rules, random, 150);
    std::vector<Match> matches;
    std::vector<CandidateOutcome> outcomes;
    MatchRequest request;
    request.bytes = text;
    request.outcomes = &outcomes;
    ASSERT_TRUE(fixture.matcher->match(request, matches).ok());
    std::set<std::string_view> confirmed;
    for (const CandidateOutcome& outcome : outcomes) {
      if (outcome.stage != "confirm") confirmed.insert(outcome.rule->rule.id);
    }
    for (std::size_t i = 0; i < fixture.rules.size(); ++i) {
      const SecretRule& rule = fixture.rules[i];
      if (rule.max_width > 4096) continue;  // RE2 refuses to search for keys in PEM without an anchor
      re2::RE2::Options options(re2::RE2::Latin1);
      options.set_log_errors(false);
      options.set_max_mem(64 << 20);
      const re2::RE2 expression("(?m)" + std::string(rule.pattern), options);
      ASSERT_TRUE(expression.ok()) << rule.rule.id;
      EXPECT_EQ(re2::RE2::PartialMatch(text, expression), confirmed.contains(rule.rule.id)) << rule.rule.id;
    }
  }
}

// A blob in pieces: each match belongs to exactly one of them, wherever the border lies.
TEST(Matcher, PiecesFindWhatTheWholeFinds) {
  Fixture fixture;
  std::mt19937 random(7);
  const std::string text = mixed_text(fixture.rules, random, 120);
  const auto key = [](const Match& match) { return std::tuple(match.secret, match.rule->rule.id); };
  std::set<std::tuple<ByteSpan, std::string_view>> whole;
  for (const Match& match : fixture.find(text)) whole.insert(key(match));
  ASSERT_GT(whole.size(), 20U);
  for (int round = 0; round < 20; ++round) {
    const std::size_t border = random() % text.size();
    std::set<std::tuple<ByteSpan, std::string_view>> parts;
    for (const Match& match : fixture.find(text, 0, border)) parts.insert(key(match));
    for (const Match& match : fixture.find(text, border)) parts.insert(key(match));
    for (const auto& match : whole)
      EXPECT_TRUE(parts.contains(match)) << std::get<1>(match) << " at " << border;
  }
}

}  // namespace
}  // namespace trawl
