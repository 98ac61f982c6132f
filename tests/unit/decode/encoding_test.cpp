#include "engine/match/decode/encoding.h"

#include <gtest/gtest.h>

#include <string>

namespace trawl {
namespace {

using std::string_literals::operator""s;

/// Each character of an ASCII text with NUL bytes in front of it and behind it.
std::string widened(const std::string& text, std::size_t before, std::size_t behind) {
  std::string wide;
  for (const char c : text) wide += std::string(before, '\0') + c + std::string(behind, '\0');
  return wide;
}

std::string numbers(std::size_t size, std::size_t behind) {
  std::string array;
  for (std::size_t i = 0; i < 200; ++i) array += static_cast<char>(i % size) + std::string(behind, '\0');
  return array;
}

struct Case {
  const char* what;
  std::string front;
  Encoding encoding;
  std::size_t mark_size;
  bool binary;
};

std::string name_of_case(const testing::TestParamInfo<Case>& info) {
  return info.param.what;
}

class EncodingOf : public testing::TestWithParam<Case> {};

TEST_P(EncodingOf, IsDetected) {
  const Case& row = GetParam();
  EXPECT_EQ(detect_encoding(row.front), (DetectedEncoding{row.encoding, row.mark_size}));
  EXPECT_EQ(looks_binary(row.front), row.binary);
}

INSTANTIATE_TEST_SUITE_P(
    Encoding, EncodingOf,
    testing::Values(
        Case{"nothing", "", Encoding::kBytes, 0, false},
        Case{"ascii", "key = value\n", Encoding::kBytes, 0, false},
        Case{"utf8", "\xc3\xa9", Encoding::kBytes, 0, false},
        Case{"utf8_mark",
             "\xef\xbb\xbf"
             "a",
             Encoding::kBytes, 3, false},
        Case{"utf16le_mark",
             "\xff\xfe"
             "a\0"s,
             Encoding::kUtf16Le, 2, false},
        Case{"utf16be_mark", "\xfe\xff\0a"s, Encoding::kUtf16Be, 2, false},
        Case{"utf16le_mark_without_text", "\xff\xfe", Encoding::kUtf16Le, 2, false},
        Case{"utf32le_mark", "\xff\xfe\0\0a\0\0\0"s, Encoding::kUtf32Le, 4, false},
        Case{"utf32be_mark", "\0\0\xfe\xff\0\0\0a"s, Encoding::kUtf32Be, 4, false},
        Case{"utf16le", widened("key = value\n", 0, 1), Encoding::kUtf16Le, 0, false},
        Case{"utf16be", widened("key = value\n", 1, 0), Encoding::kUtf16Be, 0, false},
        Case{"utf32le", widened("key = value\n", 0, 3), Encoding::kUtf32Le, 0, false},
        Case{"utf32be", widened("key = value\n", 3, 0), Encoding::kUtf32Be, 0, false},
        Case{"utf16le_odd_size", widened("key = value\n", 0, 1) + "x", Encoding::kUtf16Le, 0, false},
        Case{"utf16le_half_in_another_alphabet", widened("secret", 0, 1) + "\x16\x04\x30\x04\x31\x04",
             Encoding::kUtf16Le, 0, false},
        Case{"utf16le_longer_than_the_front", widened(std::string(9000, 'a'), 0, 1), Encoding::kUtf16Le, 0,
             false},
        Case{"zeros", std::string(100, '\0'), Encoding::kBytes, 0, true},
        Case{"one_nul", "key = value\0\n"s, Encoding::kBytes, 0, true},
        Case{"small_numbers_of_two_bytes", numbers(20, 1), Encoding::kBytes, 0, true},
        Case{"small_numbers_of_four_bytes", numbers(20, 3), Encoding::kBytes, 0, true},
        Case{"nul_at_the_end_of_what_counts", std::string(7999, 'a') + '\0', Encoding::kBytes, 0, true},
        Case{"nul_behind_what_counts", std::string(8000, 'a') + '\0', Encoding::kBytes, 0, false},
        Case{"elf",
             "\x7f"
             "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\x3e\0\1\0\0\0"s,
             Encoding::kBytes, 0, true}),
    name_of_case);

}  // namespace
}  // namespace trawl
