#include "engine/scan/excerpt.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace trawl {
namespace {

ExcerptCutter cutter_of(std::string_view text, LineIndex& lines, std::vector<ByteSpan> secrets,
                        bool show = false) {
  std::vector<Redaction> redactions;
  for (const ByteSpan& span : secrets) redactions.push_back({span, 4});
  return ExcerptCutter(text, lines, redactions, show);
}

TEST(Excerpt, ShowsOnlyThePublicFront) {
  const std::string text = "a\nkey = \"ghp_0123456789\";\nb\n";
  LineIndex lines(text);
  ExcerptCutter cutter = cutter_of(text, lines, {span_of(9, 23)});
  EXPECT_EQ(cutter.snippet_of(span_of(9, 23)).text, "key = \"ghp_\xE2\x80\xA6\";");
  EXPECT_EQ(cutter.context_of(span_of(9, 23)).text, "a\nkey = \"ghp_\xE2\x80\xA6\";\nb\n");
  const Region region = cutter.region_of(span_of(9, 23));
  EXPECT_EQ(region, (Region{Line(2), Column(8), Line(2), Column(22)}));
}

TEST(Excerpt, NeighbouringSecretsAreRedactedToo) {
  const std::string text = "one=AAAA1111\ntwo=BBBB2222\n";
  LineIndex lines(text);
  ExcerptCutter cutter = cutter_of(text, lines, {span_of(4, 12), span_of(17, 25)});
  EXPECT_EQ(cutter.context_of(span_of(4, 12)).text.find("2222"), std::string::npos);
}

TEST(Excerpt, ShownWhenAskedFor) {
  const std::string text = "one=AAAA1111";
  LineIndex lines(text);
  ExcerptCutter cutter = cutter_of(text, lines, {span_of(4, 12)}, true);
  EXPECT_EQ(cutter.snippet_of(span_of(4, 12)).text, text);
}

TEST(Excerpt, PlaceDoesNotDependOnTheSecret) {
  const std::string first = "key = \"AAAA1111\"; // x";
  const std::string second = "key = \"BBBBBBBB2222\"; // x";
  LineIndex first_lines(first);
  LineIndex second_lines(second);
  auto a = cutter_of(first, first_lines, {span_of(7, 15)}).surroundings_of(span_of(7, 15));
  auto b = cutter_of(second, second_lines, {span_of(7, 19)}).surroundings_of(span_of(7, 19));
  EXPECT_EQ(a.before, b.before);
  EXPECT_EQ(a.after, b.after);
}

// Secrets are upper case, all else lower: no two upper-case letters behind the public front may ever show.
RC_GTEST_PROP(Excerpt, NoTailOfASecretShows, ()) {
  std::string text;
  std::vector<ByteSpan> secrets;
  const auto parts = *rc::gen::inRange(1, 12);
  for (int i = 0; i < parts; ++i) {
    const auto filler =
        *rc::gen::container<std::string>(rc::gen::element('a', ' ', '\n', '\r', '\t', '\xC3'));
    text += filler;
    const std::size_t begin = text.size();
    const auto size = *rc::gen::inRange<std::size_t>(5, 300);
    text += std::string(size, 'S');
    secrets.push_back(span_of(begin, begin + size));
    // Overlapping with the one in front, now and then.
    if (*rc::gen::inRange(0, 4) == 0) secrets.push_back(span_of(begin + size / 2, begin + size));
  }
  std::sort(secrets.begin(), secrets.end());
  LineIndex lines(text);
  ExcerptCutter cutter = cutter_of(text, lines, secrets);
  for (const ByteSpan& span : secrets) {
    RC_ASSERT(cutter.snippet_of(span).text.find("SSSSS") == std::string::npos);
    RC_ASSERT(cutter.context_of(span).text.find("SSSSS") == std::string::npos);
    const auto around = cutter.surroundings_of(span);
    RC_ASSERT((around.before + around.after).find('S') == std::string::npos);
  }
}

}  // namespace
}  // namespace trawl
