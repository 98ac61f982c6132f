#include "engine/match/context/entropy.h"

#include <algorithm>
#include <random>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace trawl {
namespace {

struct AlphabetCase {
  const char* what;
  const char* text;
  Alphabet expected;
};

class SmallestAlphabet : public testing::TestWithParam<AlphabetCase> {};

TEST_P(SmallestAlphabet, IsFound) {
  EXPECT_EQ(alphabet_of(GetParam().text), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Entropy, SmallestAlphabet,
                         testing::Values(AlphabetCase{"digits", "0193", Alphabet::kDigits},
                                         AlphabetCase{"lower_hex", "09af", Alphabet::kHex},
                                         AlphabetCase{"upper_hex", "09AF", Alphabet::kHex},
                                         AlphabetCase{"hex_of_both_cases", "aF01", Alphabet::kBase62},
                                         AlphabetCase{"one_case", "q7wx", Alphabet::kBase32},
                                         AlphabetCase{"upper_case", "QX27", Alphabet::kBase32},
                                         AlphabetCase{"both_cases", "qX27", Alphabet::kBase62},
                                         AlphabetCase{"standard_base64", "q+/7", Alphabet::kBase64},
                                         AlphabetCase{"url_base64", "q-_7", Alphabet::kBase64},
                                         AlphabetCase{"padded_digits", "1234==", Alphabet::kBase64},
                                         AlphabetCase{"both_base64", "q+_7", Alphabet::kPrintable},
                                         AlphabetCase{"sign_in_the_middle", "ab=cd", Alphabet::kPrintable},
                                         AlphabetCase{"symbols", "p#!x", Alphabet::kPrintable},
                                         AlphabetCase{"beyond_ascii", "p\xc3\xa4x", Alphabet::kBytes},
                                         AlphabetCase{"control", "p\tx", Alphabet::kBytes}),
                         [](const auto& param) { return param.param.what; });

TEST(Entropy, IsKnownForTextsThatCanBeCountedByHand) {
  EXPECT_DOUBLE_EQ(shannon_entropy(""), 0);
  EXPECT_DOUBLE_EQ(shannon_entropy("aaaa"), 0);
  EXPECT_DOUBLE_EQ(shannon_entropy("abab"), 1);
  EXPECT_DOUBLE_EQ(shannon_entropy("abcd"), 2);
  EXPECT_NEAR(shannon_entropy("aab"), 0.9183, 0.0001);
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all.push_back(static_cast<char>(byte));
  EXPECT_DOUBLE_EQ(shannon_entropy(all), 8);
}

TEST(Entropy, ThresholdIsInterpolatedAndEndsWithTheTable) {
  EXPECT_DOUBLE_EQ(entropy_threshold(Alphabet::kHex, 7), 0);
  EXPECT_DOUBLE_EQ(entropy_threshold(Alphabet::kHex, 32), 3.26);
  EXPECT_NEAR(entropy_threshold(Alphabet::kHex, 36), (3.26 + 3.40) / 2, 0.001);
  EXPECT_DOUBLE_EQ(entropy_threshold(Alphabet::kBase62, 256), entropy_threshold(Alphabet::kBase62, 100'000));
}

RC_GTEST_PROP(Entropy, StaysWithinItsBounds, (const std::string& text)) {
  const double entropy = shannon_entropy(text);
  RC_ASSERT(entropy >= 0.0);
  RC_ASSERT(entropy <= 8.0);
}

RC_GTEST_PROP(Entropy, ThresholdGrowsWithTheLength, ()) {
  const auto alphabet = static_cast<Alphabet>(*rc::gen::inRange(0, 7));
  const auto length = *rc::gen::inRange<std::size_t>(0, 300);
  RC_ASSERT(entropy_threshold(alphabet, length) <= entropy_threshold(alphabet, length + 1));
}

struct Draw {
  const char* symbols;
  Alphabet alphabet;
};

// The table is the lowest 1 % of random texts: about one in a hundred falls below it, at lengths between its
// columns too.
TEST(Entropy, OneRandomTextInAHundredFallsBelowTheThreshold) {
  std::mt19937_64 random(20240607);
  const Draw draws[] = {
      {"0123456789", Alphabet::kDigits},
      {"0123456789abcdef", Alphabet::kHex},
      {"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", Alphabet::kBase32},
      {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", Alphabet::kBase62},
  };
  for (const Draw& draw : draws) {
    const std::string symbols = draw.symbols;
    for (const std::size_t length : {16u, 18u, 28u, 40u, 50u, 64u}) {
      constexpr int kTexts = 4000;
      int below = 0;
      for (int i = 0; i < kTexts; ++i) {
        std::string text(length, ' ');
        for (char& c : text) c = symbols[random() % symbols.size()];
        below += shannon_entropy(text) < entropy_threshold(draw.alphabet, length);
      }
      EXPECT_LE(below, kTexts * 2 / 100) << name_of(draw.alphabet) << ' ' << length;
    }
  }
}

}  // namespace
}  // namespace trawl
