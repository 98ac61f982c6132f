#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "engine/base/utf8.h"
#include "engine/report/report_writer.h"
#include "engine/report/text_layout.h"
#include "tests/unit/report/report_fixtures.h"

namespace trawl {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string text_of(const std::string& name, const ReportOptions& options = {}) {
  static const std::deque<ReportFixture> fixtures = report_fixtures();
  std::string text;
  Output output = Output::to_string(text);
  for (const ReportFixture& fixture : fixtures) {
    if (fixture.name != name) continue;
    EXPECT_TRUE((*make_report_writer("text", options))->write(fixture.report, output).ok());
  }
  EXPECT_TRUE(output.finish().ok());
  EXPECT_FALSE(text.empty()) << name;
  return text;
}

ReportOptions verbose(int verbosity) {
  ReportOptions options;
  options.verbosity = verbosity;
  return options;
}

TEST(Text, AFindingIsShownWithItsPlaceReasonAndRemedy) {
  EXPECT_EQ(text_of("crlf"),
            "high      Example token (example-token)\n"
            "  src/windows.ini:3:10\n"
            "\n"
            "     3 | token = \"exmp\xE2\x80\xA6\"\n"
            "       |          ^^^^^\n"
            "\n"
            "  why   A token of the example service. Whoever has it can act as its owner.\n"
            "  fix   Revoke the token. Issue a new one and keep it out of the repository.\n"
            "  see   https://example.com/docs/tokens\n"
            "  facts very-high confidence, proven by its form\n"
            "  id    00000000000000000000000000abcdef\n"
            "\n"
            "12 files, 34.6 kB scanned; 1 secret\n");
}

TEST(Text, AHistoryIsToldInOrderAndEscaped) {
  const std::string text = text_of("history");
  EXPECT_THAT(text, HasSubstr("  since 2023-11-14 fedcba987654 at src/old.c\n"
                              "  again 2023-11-15 111111111111 at src/\\x1b[31mmoved (moved or copied)\n"
                              "  gone  2023-11-17 222222222222 at src/old.c (still at another path)\n"
                              "  now   still in HEAD; the tip of refs/heads/main has it; staged in "
                              "worktrees/other/index; reachable\n"
                              "        from refs/heads/main, stash@{1} and 7 more\n"));
  EXPECT_THAT(text, HasSubstr("  now   unreachable: no ref, reflog, stash or index leads to it"));
}

TEST(Text, WhatWasNotReadIsSaidBeforeTheLastLineAndInIt) {
  const std::string text = text_of("incomplete");
  EXPECT_THAT(text, HasSubstr("error     unreadable-file: /absolute\\xff\n          Permission denied.\n"));
  EXPECT_THAT(text, HasSubstr("\n1 note (shown with -v)\n"));
  EXPECT_THAT(
      text, testing::EndsWith("12 files, 34.6 kB scanned; 3 files unchanged; 3 skipped (2 unreadable-file, 1 "
                              "symbolic-link); INCOMPLETE: 2 unreadable-file; no secret in what was read\n"));
  EXPECT_THAT(text_of("incomplete", verbose(1)), HasSubstr("note      symbolic-link: link\n"));
}

TEST(Text, QuietIsALineForAFindingAndNothingWhenClean) {
  std::string text = text_of("severities", verbose(-1));
  EXPECT_THAT(text, HasSubstr("src/2.c:3:10: critical: private-key: exmp\xE2\x80\xA6\n"));
  EXPECT_THAT(text, Not(HasSubstr("why")));
  std::string nothing;
  Output output = Output::to_string(nothing);
  EXPECT_TRUE((*make_report_writer("text", verbose(-1)))->write(Report{}, output).ok());
  EXPECT_EQ(nothing, "");
}

TEST(Text, SuppressedFindingsAreCountedAndShownOnlyWhenAskedFor) {
  EXPECT_THAT(text_of("suppressed"), Not(HasSubstr("b.c")));
  EXPECT_THAT(text_of("suppressed"), HasSubstr("; 2 suppressed; 1 secret\n"));
  EXPECT_THAT(text_of("suppressed", verbose(1)), HasSubstr("  muted test data\n"));
}

TEST(Text, FivePlacesAreListedAndTheRestCounted) {
  const std::string text = text_of("many_places");
  EXPECT_THAT(text,
              HasSubstr("  with  src/partner.py:2:10\n  also  src/copy[0].py:2:10\n        src/copy[1].py"));
  EXPECT_THAT(text, HasSubstr("src/copy[4].py:2:10\n        and 145 more places\n"));
  EXPECT_THAT(text, Not(HasSubstr("src/copy[5]")));
}

TEST(Text, NoTargetTextReachesTheTerminalAsACommand) {
  const std::string text = text_of("hostile", verbose(2));
  EXPECT_THAT(text, Not(HasSubstr("##")));
  EXPECT_THAT(text, Not(HasSubstr("\n::")));
  for (const char c : text) EXPECT_TRUE(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
}

TEST(Text, ColoursAndLinksOnlyWhenAskedFor) {
  EXPECT_THAT(text_of("crlf"), Not(HasSubstr("\x1b")));
  ReportOptions options;
  options.colour = true;
  EXPECT_THAT(text_of("crlf", options), HasSubstr("\x1b[1;31mhigh    \x1b[0m"));
  options.colour = false;
  options.hyperlink_base = "file:///project/";
  EXPECT_THAT(text_of("spaces", options),
              HasSubstr("\x1b]8;;file:///project/my%20documents/a%20b%23c%3F.txt\x1b\\"));
}

TEST(Text, ASecretThatIsShownIsMarkedWhole) {
  ReportOptions options;
  options.show_secrets = true;
  options.verbosity = -1;
  EXPECT_THAT(text_of("crlf", options), HasSubstr("high: example-token: " + fixture_secret()));
}

TEST(TextLayout, WidthCountsCells) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("\xE6\xBC\xA2\xE5\xAD\x97"), 4U);
  EXPECT_EQ(display_width("\xF0\x9F\x98\x80"), 2U);
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);
}

TEST(TextLayout, WrapsAtBlanksAndKeepsLongWords) {
  EXPECT_EQ(wrap("one two  three\nfour", 9), (std::vector<std::string>{"one two", "three", "four"}));
  EXPECT_EQ(wrap("a verylongword b", 5), (std::vector<std::string>{"a", "verylongword", "b"}));
  EXPECT_EQ(wrap(" \n ", 5), std::vector<std::string>{});
}

TEST(TextLayout, LinesOfExcerptsFitAndKeepTheirMarkInSight) {
  const ExcerptLine tabs = lay_out_excerpt("\ta\tXY", 3, 5, 40);
  EXPECT_EQ(tabs.text, "    a   XY");
  EXPECT_EQ(tabs.mark_begin, 8U);
  EXPECT_EQ(tabs.mark_end, 10U);
  const ExcerptLine far =
      lay_out_excerpt(std::string(500, 'x') + "SECRET" + std::string(500, 'y'), 500, 506, 30);
  EXPECT_EQ(display_width(far.text), 30U);
  EXPECT_EQ(far.text.substr(far.mark_begin + 2, 6),
            "SECRET");  // the ellipsis in front has three bytes, one cell
  EXPECT_TRUE(
      rc::check([](const std::string& line, std::uint16_t begin, std::uint8_t size, std::uint8_t width) {
        const std::size_t room = 20 + width;
        const ExcerptLine laid_out = lay_out_excerpt(line, begin, std::size_t{begin} + size, room);
        RC_ASSERT(display_width(laid_out.text) <= room);
        RC_ASSERT(is_valid_utf8(laid_out.text));
        RC_ASSERT(laid_out.mark_begin <= laid_out.mark_end);
        RC_ASSERT(laid_out.mark_end <= room);
      }));
}

}  // namespace
}  // namespace trawl
