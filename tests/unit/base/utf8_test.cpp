#include "engine/base/utf8.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

namespace trawl {
namespace {

struct Case {
  std::string what;
  std::string input;
  std::u32string expected;
};

std::string name_of_case(const testing::TestParamInfo<Case>& info) {
  return info.param.what;
}

class Decodes : public testing::TestWithParam<Case> {};

TEST_P(Decodes, WholeAndInPieces) {
  const Case& c = GetParam();
  for (std::size_t piece = 1; piece <= c.input.size() + 1; ++piece) {
    std::u32string decoded;
    Utf8Decoder decoder;
    const auto append = [&](char32_t code_point) { decoded += code_point; };
    for (std::size_t at = 0; at < c.input.size(); at += piece) {
      decoder.feed(std::string_view(c.input).substr(at, piece), append);
    }
    decoder.finish(append);
    EXPECT_EQ(decoded, c.expected) << "in pieces of " << piece;
    EXPECT_TRUE(decoder.between_code_points());
  }
}

TEST_P(Decodes, CodePointByCodePoint) {
  const Case& c = GetParam();
  std::u32string decoded;
  std::string_view rest = c.input;
  while (!rest.empty()) {
    const DecodedCodePoint one = decode_code_point(rest);
    ASSERT_GT(one.length, 0);
    ASSERT_LE(one.length, rest.size());
    EXPECT_EQ(one.well_formed, is_valid_utf8(rest.substr(0, one.length)));
    decoded += one.code_point;
    rest.remove_prefix(one.length);
  }
  EXPECT_EQ(decoded, c.expected);
}

TEST_P(Decodes, ToTheSameTextAndLength) {
  const Case& c = GetParam();
  std::string text;
  std::u16string units;
  for (const char32_t code_point : c.expected) {
    append_utf8(text, code_point);
    for_each_utf16_unit(code_point, [&](char16_t unit) { units += unit; });
  }
  EXPECT_EQ(to_valid_utf8(c.input), text);
  EXPECT_TRUE(is_valid_utf8(text));
  EXPECT_EQ(count_utf16_units(c.input), units.size());
  EXPECT_EQ(is_valid_utf8(c.input), text == c.input);
}

INSTANTIATE_TEST_SUITE_P(
    Utf8, Decodes,
    testing::Values(Case{"empty", "", U""}, Case{"ascii", "trawl", U"trawl"},
                    Case{"long_ascii", "0123456789abcdef0", U"0123456789abcdef0"},
                    Case{"two_bytes", "\xC3\xA9", U"\u00E9"}, Case{"three_bytes", "\xE2\x82\xAC", U"\u20AC"},
                    Case{"four_bytes", "\xF0\x9F\x98\x80", U"\U0001F600"},
                    Case{"byte_order_mark_stays",
                         "\xEF\xBB\xBF"
                         "a",
                         U"\uFEFFa"},
                    Case{"replacement_character_itself", "\xEF\xBF\xBD", U"\uFFFD"},
                    Case{"greatest", "\xF4\x8F\xBF\xBF", U"\U0010FFFF"},
                    Case{"never_a_first_byte", "\xFF", U"\uFFFD"},
                    Case{"cut_by_ascii_is_one",
                         "\xE2\x82"
                         "A",
                         U"\uFFFDA"},
                    Case{"overlong_is_two", "\xC0\x80", U"\uFFFD\uFFFD"},
                    Case{"surrogate_is_three", "\xED\xA0\x80", U"\uFFFD\uFFFD\uFFFD"},
                    Case{"beyond_the_greatest_is_four", "\xF4\x90\x80\x80", U"\uFFFD\uFFFD\uFFFD\uFFFD"},
                    Case{"overlong_of_three", "\xE0\x80\x80", U"\uFFFD\uFFFD\uFFFD"},
                    Case{"overlong_of_four", "\xF0\x80\x80\x80", U"\uFFFD\uFFFD\uFFFD\uFFFD"},
                    Case{"cut_by_another_sequence", "\xF0\x9F\x98\xC3\xA9", U"\uFFFD\u00E9"},
                    Case{"cut_by_a_stray_byte", "\xE2\x82\xFF", U"\uFFFD\uFFFD"},
                    Case{"cut_by_the_end", "\xF0\x9F\x98", U"\uFFFD"},
                    Case{"cut_twice", "\xE2\x82\xE2\x82", U"\uFFFD\uFFFD"},
                    Case{"lone_continuation", "a\x80z", U"a\uFFFDz"},
                    Case{"narrow_again_after_narrowing", "\xE0\xA0\x80\xED\x9F\xBF\xC3\xA9",
                         U"\u0800\uD7FF\u00E9"},
                    Case{"ascii_around_broken",
                         "01234567\xE2\x82"
                         "0123456789",
                         U"01234567\uFFFD0123456789"}),
    name_of_case);

TEST(Utf8, AnyBytesBecomeValidTextOfTheSameLength) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    const std::string text = to_valid_utf8(bytes);
    RC_ASSERT(is_valid_utf8(text));
    RC_ASSERT(text.size() <= 3 * bytes.size());
    RC_ASSERT(count_utf16_units(text) == count_utf16_units(bytes));
    RC_ASSERT(to_valid_utf8(text) == text);
    RC_ASSERT(is_valid_utf8(bytes) == (text == bytes));
  }));
}

TEST(Utf8, AsciiIsSeenAtEveryPlace) {
  for (std::size_t size = 0; size < 40; ++size) {
    EXPECT_TRUE(is_ascii(std::string(size, 'x')));
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, 'x');
      text[at] = '\x80';
      EXPECT_FALSE(is_ascii(text)) << size << " " << at;
    }
  }
}

}  // namespace
}  // namespace trawl
