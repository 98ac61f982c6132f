#include "engine/base/escape.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <nlohmann/json.hpp>
#include <string>

#include "engine/base/utf8.h"

namespace trawl {
namespace {

struct Case {
  std::string what;
  std::string input;
  std::string expected;
};

std::string name_of_case(const testing::TestParamInfo<Case>& info) {
  return info.param.what;
}

class OnATerminal : public testing::TestWithParam<Case> {};
TEST_P(OnATerminal, IsShownAs) {
  EXPECT_EQ(escape_for_terminal(GetParam().input), GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(
    Escape, OnATerminal,
    testing::Values(Case{"plain", "src/main.c", "src/main.c"},
                    Case{"letters_stay", "\xC3\xA9\xE6\xBC\xA2", "\xC3\xA9\xE6\xBC\xA2"},
                    Case{"emoji_stays", "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
                    Case{"escape_sequence", "\x1b[31m", "\\x1b[31m"},
                    Case{"line_end", "a\r\nb", "a\\x0d\\x0ab"}, Case{"tab", "a\tb", "a\\x09b"},
                    Case{"nul", std::string(1, '\0'), "\\x00"}, Case{"del", "\x7f", "\\x7f"},
                    Case{"c1",
                         "\xC2\x9B"
                         "31m",
                         "\\xc2\\x9b31m"},
                    Case{"raw_c1_byte", "\x9B", "\\x9b"}, Case{"backslash", "a\\x1b", "a\\\\x1b"},
                    Case{"broken_utf8",
                         "\xE2\x82"
                         "A",
                         "\\xe2\\x82A"},
                    Case{"right_to_left_override", "\xE2\x80\xAE", "\\xe2\\x80\\xae"},
                    Case{"isolate", "\xE2\x81\xA6", "\\xe2\\x81\\xa6"},
                    Case{"arabic_letter_mark", "\xD8\x9C", "\\xd8\\x9c"},
                    Case{"zero_width_space", "\xE2\x80\x8B", "\\xe2\\x80\\x8b"},
                    Case{"word_joiner", "\xE2\x81\xA0", "\\xe2\\x81\\xa0"},
                    Case{"byte_order_mark", "\xEF\xBB\xBF", "\\xef\\xbb\\xbf"},
                    Case{"line_separator", "\xE2\x80\xA8", "\\xe2\\x80\\xa8"},
                    Case{"paragraph_separator", "\xE2\x80\xA9", "\\xe2\\x80\\xa9"},
                    Case{"tag_characters", "\xF3\xA0\x81\x81", "\\xf3\\xa0\\x81\\x81"},
                    Case{"command_at_the_start", "::set-env name=X::", "\\x3a:set-env name=X::"},
                    Case{"command_behind_blanks", "  ::error::", "  \\x3a:error::"},
                    Case{"command_behind_a_wide_blank", "\xE3\x80\x80::error::", "\xE3\x80\x80\\x3a:error::"},
                    Case{"scope_in_the_middle_stays", "std::string", "std::string"},
                    Case{"single_colon_stays", ":a", ":a"},
                    Case{"runner_command", "x ##[group]", "x #\\x23[group]"},
                    Case{"azure_command", "##vso[task]", "#\\x23vso[task]"},
                    Case{"three_hashes", "###", "#\\x23\\x23"}, Case{"one_hash_stays", "# a #", "# a #"}),
    name_of_case);

std::string unescaped(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      bytes += text[i];
    } else if (text[i + 1] == '\\') {
      bytes += text[++i];
    } else {
      bytes += static_cast<char>(std::stoi(std::string(text.substr(i + 2, 2)), nullptr, 16));
      i += 3;
    }
  }
  return bytes;
}

TEST(EscapeForTerminal, CanBeReadBackAndHoldsNoCommand) {
  const std::vector<std::string> parts = {"::",       "##",
                                          "#",        ":",
                                          " ",        "\n",
                                          "\x1b",     "\\",
                                          "x1b",      "[",
                                          "\xE2\x82", "\xE2\x80\xAE",
                                          "a",        "\xF0\x9F\x98\x80",
                                          "\x9b",     "\xC2\x85"};
  EXPECT_TRUE(rc::check([&parts](const std::string& noise, const std::vector<std::uint8_t>& choices) {
    std::string bytes = noise;
    for (const std::uint8_t choice : choices) bytes += parts[choice % parts.size()];
    const std::string shown = escape_for_terminal(bytes, 1 << 20);
    RC_ASSERT(unescaped(shown) == bytes);
    RC_ASSERT(is_valid_utf8(shown));
    RC_ASSERT(shown.find("##") == std::string::npos);
    const std::size_t first = shown.find_first_not_of(' ');
    RC_ASSERT((first == std::string::npos || shown.compare(first, 2, "::") != 0));
    for (const char c : shown) RC_ASSERT((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
  }));
}

TEST(EscapeForTerminal, CutsLongFieldsBetweenCodePoints) {
  EXPECT_EQ(escape_for_terminal("abcdef", 3), "abc\xE2\x80\xA6");
  EXPECT_EQ(escape_for_terminal("abc", 3), "abc");
  EXPECT_EQ(escape_for_terminal("ab\xE2\x82\xAC"
                                "d",
                                4),
            "ab\xE2\x80\xA6");
  EXPECT_EQ(escape_for_terminal("ab\xFF"
                                "cd",
                                3),
            "ab\\xff\xE2\x80\xA6");
  EXPECT_EQ(escape_for_terminal(std::string(5000, 'x')).size(), kMostShownBytes + 3);
}

class AsAUri : public testing::TestWithParam<Case> {};
TEST_P(AsAUri, IsEncoded) {
  EXPECT_EQ(relative_uri(GetParam().input), GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(
    Escape, AsAUri,
    testing::Values(Case{"plain", "src/main.c", "src/main.c"}, Case{"space", "src/a b.c", "src/a%20b.c"},
                    Case{"percent", "100%.txt", "100%25.txt"}, Case{"colon", "c:x", "c%3Ax"},
                    Case{"question_and_hash", "a?b#c", "a%3Fb%23c"}, Case{"backslash", "a\\b", "a%5Cb"},
                    Case{"utf8", "\xC3\xA9", "%C3%A9"}, Case{"raw_byte", "\xFF", "%FF"},
                    Case{"unreserved", "a-b._~9", "a-b._~9"},
                    Case{"archive_member", "a.zip!b/c", "a.zip%21b/c"},
                    Case{"dots_in_a_name", "a/...b/..c", "a/...b/..c"}),
    name_of_case);

TEST(RelativeUri, NoneForPathsThatAConsumerWouldNormalise) {
  for (const std::string path :
       {"", "/", "/etc/passwd", "a//b", "a/", ".", "..", "../x", "a/../b", "a/./b", "a/.."}) {
    EXPECT_EQ(relative_uri(path), std::nullopt) << path;
  }
}

TEST(RelativeUri, DecodingGivesBackTheBytes) {
  EXPECT_TRUE(rc::check([](const std::string& path) {
    const std::optional<std::string> uri = relative_uri(path);
    if (!uri) return;
    std::string decoded;
    for (std::size_t i = 0; i < uri->size(); ++i) {
      if ((*uri)[i] == '%') {
        decoded += static_cast<char>(std::stoi(uri->substr(i + 1, 2), nullptr, 16));
        i += 2;
      } else {
        decoded += (*uri)[i];
      }
    }
    RC_ASSERT(decoded == path);
  }));
}

TEST(WorkflowCommands, DataAndPropertiesAreEncoded) {
  EXPECT_EQ(escape_command_data("50%\r\n::x,\xFF"), "50%25%0D%0A::x,\xEF\xBF\xBD");
  EXPECT_EQ(escape_command_property("a:b,c%\r\n"), "a%3Ab%2Cc%25%0D%0A");
}

TEST(SarifText, IsPrintableAndHoldsNeitherLinkNorPlaceholder) {
  EXPECT_EQ(printable_text("a\tb\r\n\x1b\x07\xC2\x85\xFF"),
            "a\tb\r\n\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(escape_sarif_message("[a](1) {0} \\"), "\\[a\\](1) {{0}} \\\\");
}

TEST(JsonString, IsReadBackByAJsonReader) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    std::string text;
    append_json_string(text, bytes);
    RC_ASSERT(is_valid_utf8(text));
    RC_ASSERT(nlohmann::json::parse(text).get<std::string>() == to_valid_utf8(bytes));
  }));
}

TEST(JsonString, EscapesWhatEndsALineSomewhere) {
  std::string text;
  append_json_string(text, "\"\\\n\r\t\x01\x7f\xE2\x80\xA8\xE2\x80\xA9");
  EXPECT_EQ(text, R"("\"\\\n\r\t\u0001\u007f\u2028\u2029")");
}

}  // namespace
}  // namespace trawl
