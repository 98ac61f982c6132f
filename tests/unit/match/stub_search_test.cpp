#include "engine/match/stub_search.h"

#include "engine/match/long_runs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <utility>

#include "engine/rules/rule_file.h"
#include "tools/trawl/builtin.h"

namespace trawl {
namespace {

using Ends = std::set<std::pair<unsigned, unsigned long long>>;

Ends ends_in(std::string_view bytes, const std::vector<PatternDatabase>& databases) {
  StubSearch search(databases);
  Ends ends;
  const auto found = [](unsigned rule, unsigned long long, unsigned long long end, unsigned, void* context) {
    static_cast<Ends*>(context)->emplace(rule, end);
    return 0;
  };
  EXPECT_EQ(search.search(bytes, found, &ends), 0);
  return ends;
}

/// Which bytes a stretch covers, told byte by byte.
std::vector<bool> covered_slowly(std::string_view bytes) {
  std::vector<bool> covered(bytes.size());
  for (std::size_t begin = 0; begin < bytes.size();) {
    std::size_t end = begin;
    while (end < bytes.size() && is_run_byte(static_cast<unsigned char>(bytes[end]))) ++end;
    if (end - begin >= kLongRun.length) {
      const std::size_t from = begin - std::min<std::size_t>(begin, kLongRun.before + 1);
      const std::size_t to = std::min<std::size_t>(bytes.size(), end + kLongRun.behind + 1);
      std::fill(covered.begin() + static_cast<std::ptrdiff_t>(from),
                covered.begin() + static_cast<std::ptrdiff_t>(to), true);
    }
    begin = end + 1;
  }
  return covered;
}

TEST(LongRuns, AreThoseThatAreSeenByteByByte) {
  std::mt19937 random(7);
  std::vector<ByteSpan> stretches;
  std::size_t some = 0;
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    const std::size_t size = random() % 3000;
    // Runs of about the length that counts, and breaks of all kinds of bytes, now and then far apart.
    while (text.size() < size) {
      for (std::size_t left = random() % (round % 2 == 0 ? 40 : 31); left > 0; --left)
        text += "azAZ09+-/_"[random() % 10];
      for (std::size_t left = 1 + (random() % 8 == 0 ? random() % 900 : 0); left > 0; --left)
        text += "@`[{:.,* \n\x7f\x80\xe1\xff"[random() % 14];
    }
    find_long_runs(text, stretches);
    std::vector<bool> covered(text.size());
    std::uint64_t last = 0;
    for (const ByteSpan& stretch : stretches) {
      EXPECT_TRUE(last == 0 || stretch.begin.value > last) << "those that touch are one";
      last = stretch.end.value;
      ASSERT_LE(last, text.size());
      std::fill(covered.begin() + static_cast<std::ptrdiff_t>(stretch.begin.value),
                covered.begin() + static_cast<std::ptrdiff_t>(last), true);
    }
    ASSERT_EQ(covered, covered_slowly(text)) << text;
    some += stretches.size();
  }
  EXPECT_GT(some, 1000U);
}

TEST(LongRuns, EveryByteIsOfARunOrNot) {
  std::vector<ByteSpan> stretches;
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text(kLongRun.length, static_cast<char>(byte));
    find_long_runs(text, stretches);
    EXPECT_EQ(!stretches.empty(), is_run_byte(static_cast<unsigned char>(byte))) << byte;
  }
}

// What is found does not depend on how rules are divided: of all examples, apart, together, and beside much
// else.
TEST(StubSearch, FindsNearLongRunsWhatItFindsAnywhere) {
  const RuleSet rules(builtin_rules());
  std::vector<PatternDatabase> whole;
  whole.push_back(std::move(*PatternDatabase::compile(rules, 0, rules.size(), host_tier())));
  std::vector<PatternDatabase> divided;
  for (const PatternPart part : {PatternPart::kAnywhere, PatternPart::kNearLongRuns})
    divided.push_back(std::move(*builtin_database(host_tier(), part)));

  std::string together;
  std::string apart;
  std::size_t near_runs = 0;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    near_runs += rules[i].needs_long_run() ? 1 : 0;
    for (const auto& list : {rules[i].examples, rules[i].negative_examples}) {
      for (const Example& example : list) {
        std::string text;
        for (const std::string_view piece : example.pieces) text += piece;
        EXPECT_EQ(ends_in(text, divided), ends_in(text, whole)) << rules[i].rule.id;
        together += text;
        apart += text + "\n" + std::string(together.size() % 700, '.') + "\n";
      }
    }
  }
  EXPECT_GT(near_runs, 200U);
  EXPECT_EQ(ends_in(together, divided), ends_in(together, whole));
  EXPECT_EQ(ends_in(apart, divided), ends_in(apart, whole));
  EXPECT_GT(ends_in(apart, whole).size(), rules.size());
}

TEST(StubSearch, EndsWhenItIsTold) {
  std::vector<PatternDatabase> divided;
  for (const PatternPart part : {PatternPart::kAnywhere, PatternPart::kNearLongRuns})
    divided.push_back(std::move(*builtin_database(host_tier(), part)));
  StubSearch search(divided);
  int calls = 0;
  const auto stop = [](unsigned, unsigned long long, unsigned long long, unsigned, void* context) {
    ++*static_cast<int*>(context);
    return 1;
  };
  const std::string token = std::string("ghp") + "_" + std::string(36, 'a');
  EXPECT_NE(search.search(token + " " + std::string(600, '.') + " " + token, stop, &calls), 0);
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace trawl
