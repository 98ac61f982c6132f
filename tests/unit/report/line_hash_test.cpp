#include "engine/report/line_hash.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

namespace trawl {
namespace {

using Hashes = std::vector<std::string>;

struct Case {
  std::string what;
  std::string text;
  Hashes expected;  ///< of the first lines
};

std::vector<Line> lines_to(std::size_t count) {
  std::vector<Line> lines;
  for (std::size_t i = 1; i <= count; ++i) lines.push_back(Line(static_cast<std::uint32_t>(i)));
  return lines;
}

Hashes hashes_of(const std::string& text, std::vector<Line> wanted, std::size_t piece) {
  LineHasher hasher(std::move(wanted));
  for (std::size_t at = 0; at < text.size(); at += piece)
    hasher.feed(std::string_view(text).substr(at, piece));
  return hasher.finish();
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

class Hashing : public testing::TestWithParam<Case> {};

TEST_P(Hashing, GivesTheKnownHashesInPiecesOfAnySize) {
  const Case& c = GetParam();
  for (const std::size_t piece :
       {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, c.text.size() + 1}) {
    EXPECT_EQ(hashes_of(c.text, lines_to(c.expected.size()), piece), c.expected) << "in pieces of " << piece;
  }
}

TEST_P(Hashing, GivesTheSameForEachLineAlone) {
  const Case& c = GetParam();
  for (std::size_t i = 0; i < c.expected.size(); ++i) {
    const Line line(static_cast<std::uint32_t>(i + 1));
    EXPECT_EQ(hashes_of(c.text, {line}, 64), Hashes{c.expected[i]}) << "line " << i + 1;
  }
}

const Hashes kGreetings = {"e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1",
                           "e20e36e16fcb0cc8:1", "b3edc88f2938467e:1", "c8e28b0b4002a3a0:1",
                           "c129715d7a2bc9a3:1"};

INSTANTIATE_TEST_SUITE_P(
    LineHasher, Hashing,
    testing::Values(
        Case{"empty", "", {"c129715d7a2bc9a3:1"}},
        Case{"blanks",
             " a\nb\n  \t\tc\n d",
             {"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"}},
        Case{"greetings",
             " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
             {"8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1", "c6805c5e1288b612:1",
              "b86d3392aea1be30:1", "e6ceba753e1a442:1"}},
        Case{"ends_in_lf", " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", kGreetings},
        Case{"ends_in_cr", " hello; \t\rworld!!!\r\r\r  \t\tGreetings\r End\r", kGreetings},
        Case{"ends_in_crlf", " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", kGreetings},
        Case{"mixed_line_ends", " hello; \t\r\nworld!!!\r\n\n\r  \t\tGreetings\r End\n", kGreetings},
        Case{"repeated_lines",
             repeated("Lorem ipsum dolor sit amet.\n", 10),
             {"a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3", "a7f2ff13bc495cf2:4",
              "a7f2ff13bc495cf2:5", "a7f2ff13bc495cf2:6", "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1",
              "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1"}},
        Case{"longer_than_the_window",
             std::string(150, 'x') + "\ny\n",
             {"52b56201ffb58620:1", "c33be7e0cf7c3ca:1", "c129715d7a2bc9a3:1"}},
        Case{"blank_between_cr_and_lf",
             "a\r \nb\n",
             {"818c3a85b988abe4:1", "bf4c4d48992e2ca5:1", "ade70578248be16f:1", "c129715d7a2bc9a3:1"}},
        Case{"one_letter", "a\n", {"243cbaa4685aab12:1"}},
        Case{"non_bmp", "\xF0\x9F\x98\x80\n", {"49e42825ed591e1a:1"}},
        Case{"byte_order_mark",
             "\xEF\xBB\xBF"
             "a\n",
             {"25afd31b599dedcd:1"}},
        Case{"stray_byte", "\xFF\n", {"a88b3c201b7e6ebe:1"}},
        Case{"cut_sequence",
             "\xE2\x82"
             "A\n",
             {"c220a00a3f4062f3:1"}},
        Case{"overlong", "\xC0\x80\n", {"b94e3e336a503d4f:1"}},
        Case{"surrogate", "\xED\xA0\x80\n", {"66bb4c1842ee204c:1"}}),
    [](const testing::TestParamInfo<Case>& row) { return row.param.what; });

TEST(LineHasher, LinesThatTheTextDoesNotHaveHaveNone) {
  EXPECT_EQ(hashes_of("a\n", {Line(0), Line(1), Line(1), Line(3)}, 2),
            (Hashes{"", "243cbaa4685aab12:1", "243cbaa4685aab12:1", ""}));
  EXPECT_EQ(hashes_of("a\n", {}, 2), Hashes{});
}

TEST(LineHasher, LinesBehindTheLimitHaveNone) {
  const auto beyond = static_cast<std::uint32_t>(LineHasher::kMostLines + 1);
  LineHasher hasher({Line(1), Line(beyond)});
  hasher.feed(std::string(LineHasher::kMostLines + 500, '\n'));
  const Hashes hashes = hasher.finish();
  EXPECT_FALSE(hashes[0].empty());
  EXPECT_EQ(hashes[1], "");
}

TEST(LineHasher, LooksAtNothingBehindWhatWasAskedFor) {
  LineHasher hasher({Line(1)});
  EXPECT_FALSE(hasher.complete());
  hasher.feed(std::string(200, 'x'));
  EXPECT_TRUE(hasher.complete());
  hasher.feed("\nmore\n");
  EXPECT_EQ(hasher.finish(), hashes_of(std::string(200, 'x') + "\nother", {Line(1)}, 1000));
}

TEST(LineHasher, PiecesDoNotMatter) {
  const std::vector<std::string> parts = {"\n",       "\r",   " ",     "\t", "a", "\xF0\x9F\x98\x80",
                                          "\xE2\x82", "\xFF", "same\n"};
  EXPECT_TRUE(rc::check([&parts](const std::vector<std::uint8_t>& choices, std::uint8_t size) {
    std::string text;
    for (const std::uint8_t choice : choices) text += parts[choice % parts.size()];
    const std::vector<Line> wanted = lines_to(text.size() + 1);
    RC_ASSERT(hashes_of(text, wanted, size % 9 + 1) == hashes_of(text, wanted, text.size() + 1));
  }));
}

}  // namespace
}  // namespace trawl
