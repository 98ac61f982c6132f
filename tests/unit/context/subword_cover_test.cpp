#include "engine/match/context/subword_cover.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/match/context/subword_table.h"

namespace trawl {
namespace {

double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

std::vector<double> covers_of_random(const std::string& symbols, int count) {
  std::mt19937_64 random(5);
  std::vector<double> covers;
  for (int i = 0; i < count; ++i) {
    std::string text(20 + random() % 21, ' ');
    for (char& c : text) c = symbols[random() % symbols.size()];
    covers.push_back(subword_cover(text));
  }
  return covers;
}

TEST(SubwordCover, TheListHasTwentyThousandWordsInOrder) {
  std::ifstream file(TRAWL_SOURCE_DIR "/engine/match/context/subwords.txt");
  ASSERT_TRUE(file);
  std::vector<std::string> words{std::istream_iterator<std::string>(file), {}};
  EXPECT_EQ(words.size(), 20'000u);
  EXPECT_TRUE(std::is_sorted(words.begin(), words.end()));
  EXPECT_EQ(std::set<std::string>(words.begin(), words.end()).size(), words.size());
  for (const std::string& word : words) ASSERT_TRUE(is_subword(word)) << word;
  EXPECT_EQ(subword_table().words.size(), words.size());
}

TEST(SubwordCover, CountsTheCharactersInWords) {
  EXPECT_DOUBLE_EQ(subword_cover(""), 0);
  EXPECT_DOUBLE_EQ(subword_cover("qxz"), 0);
  EXPECT_DOUBLE_EQ(subword_cover("password"), 1);
  EXPECT_DOUBLE_EQ(subword_cover("PASSWORD"), 1);
  EXPECT_DOUBLE_EQ(subword_cover("Password"), 1);
  EXPECT_DOUBLE_EQ(subword_cover("password99999999"), 0.5);
  EXPECT_DOUBLE_EQ(subword_cover("pAsSwOrD"), 0) << "random case is no word";
  EXPECT_GE(subword_cover("PasswordResetHandler"), 0.9);
  EXPECT_EQ(count_subwords("reset_handler"), 2u);
}

TEST(SubwordCover, KnowsWholeWordsOnly) {
  EXPECT_TRUE(is_subword("handler"));
  EXPECT_TRUE(is_subword("Handler"));
  EXPECT_FALSE(is_subword("xqzvk"));
  EXPECT_FALSE(is_subword("abc"));
  EXPECT_FALSE(is_subword("handlers1"));
  EXPECT_FALSE(is_subword("longerthaneight"));
}

TEST(SubwordCover, IsLowForRandomText) {
  const std::string digits = "0123456789";
  const std::string lower = "abcdefghijklmnopqrstuvwxyz";
  const std::string upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const std::vector<double> both = covers_of_random(lower + upper + digits, 20'000);
  EXPECT_DOUBLE_EQ(quantile(both, 0.5), 0);
  EXPECT_LE(quantile(both, 0.99), 0.25);
  EXPECT_LE(quantile(both, 0.999), kCommonCover);
  EXPECT_LE(quantile(covers_of_random(lower + digits, 20'000), 0.99), 0.25);
  EXPECT_LE(quantile(covers_of_random(lower, 20'000), 0.99), kCommonCover);
}

// Identifiers of this very code base: not what the list was counted on.
TEST(SubwordCover, IsHighForIdentifiers) {
  std::set<std::string> identifiers;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(TRAWL_SOURCE_DIR "/engine")) {
    const auto suffix = entry.path().extension();
    if (!entry.is_regular_file() || (suffix != ".h" && suffix != ".cpp")) continue;
    std::ifstream file(entry.path());
    std::string word;
    for (char c; file.get(c);) {
      if (std::isalnum(static_cast<unsigned char>(c)) || c == '_') {
        word += c;
        continue;
      }
      const bool name = !word.empty() && std::isalpha(static_cast<unsigned char>(word[0]));
      if (name && word.size() >= 16 && word.size() <= 40) identifiers.insert(word);
      word.clear();
    }
  }
  ASSERT_GE(identifiers.size(), 300u);
  std::vector<double> covers;
  for (const std::string& identifier : identifiers) covers.push_back(subword_cover(identifier));
  EXPECT_GE(quantile(covers, 0.5), 0.6);
  EXPECT_GE(quantile(covers, 0.1), kCommonCover);
}

RC_GTEST_PROP(SubwordCover, IsAShareForAnyBytes, (const std::string& text)) {
  const double cover = subword_cover(text);
  RC_ASSERT(cover >= 0.0);
  RC_ASSERT(cover <= 1.0);
}

}  // namespace
}  // namespace trawl
