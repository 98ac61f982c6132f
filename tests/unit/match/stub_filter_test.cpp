#include "engine/model/stub_filter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/match/gram_search.h"
#include "engine/match/stub_search.h"
#include "engine/rules/pattern_syntax.h"
#include "engine/rules/stub_filter_builder.h"
#include "tools/trawl/builtin.h"

namespace trawl {
namespace {

std::vector<std::string_view> expressions_of(const RuleSet& rules, PatternPart part) {
  return PatternDatabase::expressions(rules, 0, rules.size(), part);
}

/// Appends a text that `node` matches, drawn at random: short and long repeats, rare and frequent bytes.
void draw(const PatternNode& node, std::mt19937& random, std::string& text) {
  using Kind = PatternNode::Kind;
  switch (node.kind) {
    case Kind::kAssertion:
      return;
    case Kind::kClass: {
      std::vector<unsigned> bytes;
      for (unsigned byte = 0; byte < 256; ++byte) {
        if (node.bytes[byte]) bytes.push_back(byte);
      }
      text += static_cast<char>(bytes[random() % bytes.size()]);
      return;
    }
    case Kind::kGroup:
    case Kind::kConcat:
      for (const PatternNode& child : node.children) draw(child, random, text);
      return;
    case Kind::kAlternate:
      return draw(node.children[random() % node.children.size()], random, text);
    case Kind::kRepeat: {
      const std::uint32_t span = node.most - node.least;
      const std::uint32_t more = random() % 3 == 0 ? span : random() % 2 == 0 ? 0 : random() % (span + 1);
      for (std::uint32_t i = 0; i < node.least + more; ++i) draw(node.children[0], random, text);
      return;
    }
  }
}

bool is_covered(const std::vector<ByteSpan>& windows, std::uint64_t begin, std::uint64_t end) {
  return std::any_of(windows.begin(), windows.end(), [&](const ByteSpan& window) {
    return window.begin.value <= begin && end <= window.end.value;
  });
}

// The property that all rests on: whatever text of a stub, wherever it stands, a window holds it.
TEST(StubFilter, WindowsHoldEveryTextOfEveryStub) {
  if (!can_find_stub_windows()) GTEST_SKIP() << "this processor searches everywhere";
  const RuleSet rules(builtin_rules());
  std::mt19937 random(11);
  std::vector<ByteSpan> windows;
  for (const PatternPart part : {PatternPart::kAnywhere, PatternPart::kNearLongRuns})
    for (const std::string_view expression : expressions_of(rules, part)) {
      const Result<PatternDatabase> database = builtin_database(host_tier(), part);
      ASSERT_TRUE(database.ok());
      const Result<PatternNode> tree = parse_pattern(expression);
      ASSERT_TRUE(tree.ok());
      for (int round = 0; round < 60; ++round) {
        std::string front(random() % 700, ' ');
        for (char& c : front) c = "the key = x; \n\"\t(a\xc3\xa9"[random() % 19];
        std::string stub;
        draw(*tree, random, stub);
        const std::string text = front + stub + std::string(random() % 3 == 0 ? 0 : random() % 90, '-');
        find_stub_windows(*database->filter(), text, windows);
        const std::uint64_t begin = front.empty() ? 0 : front.size() - 1;
        const std::uint64_t end = std::min(text.size(), front.size() + stub.size() + 1);
        ASSERT_TRUE(is_covered(windows, begin, end)) << expression << "\n" << stub;
      }
    }
}

TEST(StubFilter, WindowsAscendAndDoNotTouch) {
  if (!can_find_stub_windows()) GTEST_SKIP() << "this processor searches everywhere";
  const Result<PatternDatabase> database = builtin_database(host_tier(), PatternPart::kAnywhere);
  std::mt19937 random(12);
  std::vector<ByteSpan> windows;
  std::size_t some = 0;
  for (int round = 0; round < 300; ++round) {
    std::string text;
    while (text.size() < random() % 40'000) {
      text += std::string(random() % 900, '.');
      text += round % 2 == 0 ? std::string("pass") + "word = \"" + "k3$Vn0pQ!x" + "\""
                             : std::string("redis") + "://user:" + "s3cr3tpw" + "@host/";
    }
    find_stub_windows(*database->filter(), text, windows);
    std::uint64_t last = 0;
    for (std::size_t i = 0; i < windows.size(); ++i) {
      EXPECT_TRUE(i == 0 || windows[i].begin.value > last);
      EXPECT_LT(windows[i].begin.value, windows[i].end.value);
      last = windows[i].end.value;
    }
    EXPECT_LE(last, text.size());
    some += windows.size();
  }
  EXPECT_GT(some, 1000U);
}

// Ordinary text has few windows: what the filter is for.
TEST(StubFilter, LittleOfOrdinaryTextIsInWindows) {
  if (!can_find_stub_windows()) GTEST_SKIP() << "this processor searches everywhere";
  const Result<PatternDatabase> database = builtin_database(host_tier(), PatternPart::kAnywhere);
  std::string text;
  for (int i = 0; i < 2000; ++i)
    text +=
        "static int token_count(const struct user *user, size_t length) { return user->tokens + length; }\n";
  std::vector<ByteSpan> windows;
  find_stub_windows(*database->filter(), text, windows);
  std::uint64_t covered = 0;
  for (const ByteSpan& window : windows) covered += window.size();
  EXPECT_LT(covered, text.size() / 20);
}

TEST(StubFilter, AStubWithoutARarePlaceIsNamed) {
  const std::string_view wide = "[a-z]{2}[0-9]{3}";
  const auto filter = build_stub_filter({&wide, 1});
  ASSERT_FALSE(filter.ok());
  EXPECT_NE(filter.error().sentence().find(wide), std::string::npos) << filter.error().sentence();
}

// What a rule costs is measured with all others where they were: without some stubs, the rest is found as
// before, and the others no longer.
TEST(StubFilterPlan, WithoutSomeTheRestStays) {
  const std::vector<std::string_view> expressions = {"pass(?:word|wd)[ ]{0,4}=[ ]{0,4}[a-z0-9]{8}",
                                                     "ghx_[0-9a-f]{12}", "ghxq_[0-9a-f]{12}", "zqxk[0-9]{6}"};
  const auto plan = StubFilterPlan::create(expressions);
  ASSERT_TRUE(plan.ok()) << plan.error().sentence();
  const auto whole = plan->without({});
  const auto built = build_stub_filter(expressions);
  ASSERT_TRUE(whole.ok() && built.ok());
  EXPECT_EQ((*whole)->image(), (*built)->image());

  std::mt19937 random(3);
  for (std::size_t left_out = 0; left_out < expressions.size(); ++left_out) {
    const auto rest = plan->without({&left_out, 1});
    ASSERT_TRUE(rest.ok()) << rest.error().sentence();
    for (std::size_t i = 0; i < expressions.size(); ++i) {
      std::string text(300, '\n');
      const PatternNode node = *parse_pattern(expressions[i]);
      draw(node, random, text);
      const std::size_t end = text.size();
      text.append(300, '\n');
      std::vector<ByteSpan> windows;
      find_stub_windows(**rest, text, windows);
      EXPECT_EQ(is_covered(windows, 300, end), i != left_out) << expressions[i] << " without " << left_out;
    }
  }
}

TEST(StubFilter, AnImageIsTheFilter) {
  const std::vector<std::string_view> expressions = {"pass(?:word|wd)[ ]{0,4}=[ ]{0,4}[a-z0-9]{8}",
                                                     "ghx_[0-9a-f]{12}"};
  const auto built = build_stub_filter(expressions);
  ASSERT_TRUE(built.ok()) << built.error().sentence();
  const std::string image = (*built)->image();
  const StubFilter read = StubFilter::of_image(image);
  EXPECT_EQ(read.image(), image);
  EXPECT_EQ(read.next.size(), (*built)->next.size());
}

// Hyperscan finds in windows what it finds everywhere: texts of stubs, whole and damaged, packed closely
// among others.
TEST(StubFilter, NothingIsFoundElsewhere) {
  const RuleSet rules(builtin_rules());
  std::vector<PatternDatabase> filtered;
  std::vector<PatternDatabase> everywhere;
  std::vector<PatternNode> stubs;
  for (const PatternPart part : {PatternPart::kAnywhere, PatternPart::kNearLongRuns}) {
    filtered.push_back(std::move(*builtin_database(host_tier(), part)));
    everywhere.push_back(std::move(*builtin_database(host_tier(), part)));
    everywhere.back().search_near(nullptr);
    for (const std::string_view expression : expressions_of(rules, part))
      stubs.push_back(std::move(*parse_pattern(expression)));
  }

  using Ends = std::vector<std::pair<unsigned, unsigned long long>>;
  const auto ends_in = [](std::string_view bytes, const std::vector<PatternDatabase>& databases) {
    StubSearch search(databases);
    Ends ends;
    const auto found = [](unsigned rule, unsigned long long, unsigned long long end, unsigned,
                          void* context) {
      static_cast<Ends*>(context)->emplace_back(rule, end);
      return 0;
    };
    EXPECT_EQ(search.search(bytes, found, &ends), 0);
    std::sort(ends.begin(), ends.end());
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
    return ends;
  };
  std::mt19937 random(13);
  std::size_t some = 0;
  for (int round = 0; round < 400; ++round) {
    std::string text;
    for (int i = 0; i < 30; ++i) {
      std::string stub;
      draw(stubs[random() % stubs.size()], random, stub);
      if (random() % 2 == 0) stub[random() % stub.size()] = static_cast<char>(random() % 256);
      text += stub;
      text += std::string(random() % 4 == 0 ? random() % 500 : random() % 3, "\n ;x"[random() % 4]);
    }
    const Ends here = ends_in(text, filtered);
    ASSERT_EQ(here, ends_in(text, everywhere)) << text;
    some += here.size();
  }
  // Texts made of what walks begin with, in which they go far: they then meet.
  constexpr std::array<std::string_view, 8> kWords = {"curl ",  "AAAAAAAA", "pass",    "echo ",
                                                      "token:", "secret\"", "docker ", "://"};
  for (int round = 0; round < 400; ++round) {
    std::string text;
    while (text.size() < 3000) {
      const std::string_view word =
          kWords[round % 2 == 0 ? random() % 8 : static_cast<std::size_t>(round / 2 % 8)];
      for (std::size_t left = random() % 60; left > 0; --left) text += word;
      if (random() % 2 == 0) draw(stubs[random() % stubs.size()], random, text);
      if (random() % 8 == 0) text += '\n';
    }
    const Ends here = ends_in(text, filtered);
    ASSERT_EQ(here, ends_in(text, everywhere)) << text;
    some += here.size();
  }
  EXPECT_GT(some, 5000U);
}

}  // namespace
}  // namespace trawl
