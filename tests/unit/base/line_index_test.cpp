#include "engine/base/line_index.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "engine/base/utf8.h"

namespace trawl {
namespace {

struct Case {
  std::string what;
  std::string blob;
  std::uint64_t offset;
  std::uint32_t line;
  std::uint32_t column;
};

class Places : public testing::TestWithParam<Case> {};

TEST_P(Places, TheByte) {
  const Case& c = GetParam();
  LineIndex index(c.blob);
  EXPECT_EQ(index.position_of(ByteOffset(c.offset)), (Position{Line(c.line), Column(c.column)}));
}

INSTANTIATE_TEST_SUITE_P(
    LineIndex, Places,
    testing::Values(Case{"empty_blob", "", 0, 1, 1}, Case{"first_byte", "ab", 0, 1, 1},
                    Case{"end_of_the_only_line", "ab", 2, 1, 3}, Case{"beyond_the_end", "ab", 99, 1, 3},
                    Case{"after_lf", "a\nb", 2, 2, 1}, Case{"lf_belongs_to_its_line", "a\nb", 1, 1, 2},
                    Case{"after_crlf", "a\r\nb", 3, 2, 1}, Case{"cr_of_crlf", "a\r\nb", 1, 1, 2},
                    Case{"lf_of_crlf", "a\r\nb", 2, 1, 3}, Case{"after_lone_cr", "a\rb", 2, 2, 1},
                    Case{"cr_at_the_end", "a\r", 2, 2, 1}, Case{"cr_cr_lf", "\r\r\n", 3, 3, 1},
                    Case{"lf_cr", "\n\rx", 2, 3, 1}, Case{"empty_last_line", "a\n", 2, 2, 1},
                    Case{"non_bmp_has_two_columns", "\xF0\x9F\x98\x80x", 4, 1, 3},
                    Case{"within_a_code_point", "a\xF0\x9F\x98\x80x", 3, 1, 2},
                    Case{"two_bytes_have_one_column", "\xC3\xA9x", 2, 1, 2},
                    Case{"broken_parts_have_one_column_each",
                         "\xE2\x82"
                         "A\xFFx",
                         4, 1, 4},
                    Case{"broken_by_a_line_end", "\xE2\x82\nx", 3, 2, 1},
                    Case{"byte_order_mark_has_none", "\xEF\xBB\xBFx", 3, 1, 1},
                    Case{"within_the_byte_order_mark", "\xEF\xBB\xBFx", 1, 1, 1},
                    Case{"second_byte_order_mark_has_one", "\xEF\xBB\xBF\xEF\xBB\xBFx", 6, 1, 2}),
    [](const testing::TestParamInfo<Case>& row) { return row.param.what; });

/// The definition, slowly: lines by walking the bytes, columns by decoding the line in front of the offset.
struct Slow {
  explicit Slow(const std::string& text) : blob(text) {
    for (std::size_t i = 0; i < blob.size(); ++i) {
      if (blob[i] == '\n' || (blob[i] == '\r' && (i + 1 == blob.size() || blob[i + 1] != '\n'))) {
        begins.push_back(i + 1);
      }
    }
  }
  [[nodiscard]] std::size_t number_of(std::uint64_t offset) const {
    std::size_t number = 0;
    while (number + 1 < begins.size() && begins[number + 1] <= offset) ++number;
    return number;
  }
  [[nodiscard]] Position position_of(std::uint64_t offset) const {
    const std::size_t number = number_of(offset);
    std::uint64_t at = begins[number];
    std::uint32_t column = 1;
    if (at == 0 && blob.starts_with("\xEF\xBB\xBF")) at = 3;
    while (at < offset) {
      const DecodedCodePoint decoded = decode_code_point(std::string_view(blob).substr(at));
      at += decoded.length;
      if (at <= offset) column += decoded.code_point < 0x10000 ? 1 : 2;
    }
    return {Line(static_cast<std::uint32_t>(number + 1)), Column(column)};
  }
  [[nodiscard]] LineSpan span_of(std::uint64_t offset) const {
    const std::size_t number = number_of(offset);
    const std::uint64_t next = number + 1 < begins.size() ? begins[number + 1] : blob.size();
    std::uint64_t end = next;
    if (number + 1 < begins.size()) {
      --end;
      if (blob[end] == '\n' && end > begins[number] && blob[end - 1] == '\r') --end;
    }
    return {ByteOffset(begins[number]), ByteOffset(end), ByteOffset(next)};
  }
  std::string blob;
  std::vector<std::uint64_t> begins = {0};
};

void expect_agreement(const std::string& blob, std::uint64_t step) {
  const Slow slow(blob);
  LineIndex ascending(blob);
  LineIndex spans(blob);
  for (std::uint64_t offset = 0; offset <= blob.size(); offset += step) {
    LineIndex fresh(blob);
    ASSERT_EQ(ascending.position_of(ByteOffset(offset)), slow.position_of(offset)) << offset;
    ASSERT_EQ(fresh.position_of(ByteOffset(offset)), slow.position_of(offset)) << offset;
    ASSERT_EQ(spans.line_span_of(ByteOffset(offset)), slow.span_of(offset)) << offset;
    ASSERT_EQ(fresh.line_span_of(ByteOffset(offset)), slow.span_of(offset)) << offset;
  }
}

TEST(LineIndex, AgreesWithTheDefinitionOnAnyText) {
  const std::vector<std::string> parts = {"\n",
                                          "\r",
                                          "\r\n",
                                          "a",
                                          "word ",
                                          "\xC3\xA9",
                                          "\xF0\x9F\x98\x80",
                                          "\xE2\x82",
                                          "\xFF",
                                          "\xEF\xBB\xBF",
                                          std::string(1, '\0'),
                                          "12345678"};
  EXPECT_TRUE(rc::check([&parts](const std::vector<std::uint8_t>& choices) {
    std::string blob;
    for (const std::uint8_t choice : choices) blob += parts[choice % parts.size()];
    expect_agreement(blob, 1);
  }));
}

TEST(LineIndex, AgreesAcrossCheckpoints) {
  for (const std::size_t shift : {0U, 1U, 2U, 3U, 4U, 5U}) {
    for (const char* filler : {"x", "\xF0\x9F\x98\x80", "\r\n", "ab\r", "\xE2\x82", "\n"}) {
      std::string blob(shift, '.');
      while (blob.size() < 9000) blob += filler;
      expect_agreement(blob, 97);
      LineIndex index(blob);
      const Slow slow(blob);
      for (std::uint64_t offset = 4090; offset < 4103; ++offset) {
        EXPECT_EQ(index.position_of(ByteOffset(offset)), slow.position_of(offset))
            << filler << shift << offset;
      }
      for (std::uint64_t offset = 4102; offset > 4089; --offset) {
        EXPECT_EQ(index.line_span_of(ByteOffset(offset)), slow.span_of(offset)) << filler << shift << offset;
      }
    }
  }
}

TEST(LineIndex, NeighboursOfALineAreReachedFromIt) {
  const std::string blob = "one\r\n\rthree\nfour";
  LineIndex index(blob);
  std::vector<std::string> lines;
  for (ByteOffset at(0);;) {
    const LineSpan line = index.line_span_of(at);
    lines.push_back(blob.substr(line.begin.value, line.end.value - line.begin.value));
    if (line.next == line.end) break;
    at = line.next;
  }
  EXPECT_EQ(lines, (std::vector<std::string>{"one", "", "three", "four"}));
}

}  // namespace
}  // namespace trawl
