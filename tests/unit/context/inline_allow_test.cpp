#include "engine/match/context/inline_allow.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace trawl {
namespace {

// Markers are assembled, so that this file suppresses nothing of its own.
const std::string kTrawl = std::string("trawl") + ":allow";
const std::string kPragma = std::string("pragma") + ": ";

struct Case {
  const char* what;
  std::string blob;
  std::uint32_t line;  ///< asked about, for the rule `generic-token`
  bool covered;
  std::string reason = "";
};

class InlineAllowIn : public testing::TestWithParam<Case> {};

TEST_P(InlineAllowIn, CoversItsLines) {
  const InlineAllows allows(GetParam().blob,
                            [](std::string_view word) { return word == "generic-token" || word == "jwt"; });
  const InlineAllow* found = allows.covering(Line(GetParam().line), Line(GetParam().line), "generic-token");
  ASSERT_EQ(found != nullptr, GetParam().covered);
  if (found != nullptr) {
    EXPECT_EQ(found->justification, GetParam().reason);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Forms, InlineAllowIn,
    testing::Values(
        Case{"own", "a\nkey = 1  # " + kTrawl + " test fixture\nb", 2, true, "test fixture"},
        Case{"own_without_reason", "key = 1 // " + kTrawl, 1, true},
        Case{"line_before", "a\nkey = 1  # " + kTrawl + "\nb", 1, false},
        Case{"line_after", "a\nkey = 1  # " + kTrawl + "\nb", 3, false},
        Case{"rule_in_brackets", "k # " + kTrawl + " [generic-token] public demo", 1, true, "public demo"},
        Case{"other_rule_in_brackets", "k # " + kTrawl + " [jwt] public demo", 1, false},
        Case{"bare_rule", "k # " + kTrawl + " generic-token: public demo", 1, true, "public demo"},
        Case{"bare_other_rule", "k # " + kTrawl + " jwt public demo", 1, false},
        Case{"hyphen_that_is_no_rule", "k # " + kTrawl + " well-known value", 1, true, "well-known value"},
        Case{"closed_comment", "k /* " + kTrawl + " made up */", 1, true, "made up"},
        Case{"markup_comment", "k <!-- " + kTrawl + " -- made up -->", 1, true, "made up"},
        Case{"next_line", "# " + kTrawl + "-next-line made up\nkey\n", 2, true, "made up"},
        Case{"next_line_not_own", "# " + kTrawl + "-next-line made up\nkey\n", 1, false},
        Case{"part_of_a_word", "x" + kTrawl, 1, false}, Case{"longer_word", kTrawl + "ed", 1, false},
        Case{"crlf", "a\r\nk # " + kTrawl + " why\r\nb", 2, true, "why"},
        Case{"lone_cr", "a\rk # " + kTrawl + " why\rb", 2, true, "why"},
        Case{"gitleaks",
             "a\nk # gitleaks"
             ":allow",
             2, true},
        Case{"betterleaks",
             "a\nk # betterleaks"
             ":allow",
             2, true},
        Case{"trufflehog",
             "a\nk # trufflehog"
             ":ignore",
             2, true},
        Case{"kingfisher",
             "a\nk # kingfisher"
             ":ignore",
             2, true},
        Case{"ggignore",
             "a\nk # gg"
             "ignore",
             2, true},
        Case{"ggignore_range",
             "# gg"
             "ignore-start\na\nb\n# gg"
             "ignore-end\nc",
             3, true},
        Case{"ggignore_after_range",
             "# gg"
             "ignore-start\na\nb\n# gg"
             "ignore-end\nc",
             5, false},
        Case{"ggignore_open_range",
             "# gg"
             "ignore-start\na\nb",
             3, true},
        Case{"ggignore_end_alone",
             "a\n# gg"
             "ignore-end\nc",
             2, false},
        Case{"pragma", "k # " + kPragma + "allowlist secret", 1, true},
        Case{"old_pragma", "k # " + kPragma + "whitelist secret", 1, true},
        Case{"pragma_without_space",
             "k # pragma"
             ":allowlist secret",
             1, true},
        Case{"pragma_next", "# " + kPragma + "allowlist nextline secret\nk", 2, true},
        Case{"pragma_next_not_own", "# " + kPragma + "allowlist nextline secret\nk", 1, false},
        Case{"other_pragma", "k # " + kPragma + "no cover", 1, false},
        Case{"secretlint_line",
             "k // secretlint"
             "-disable-line",
             1, true},
        Case{"secretlint_next",
             "// secretlint"
             "-disable-next-line @rule -- why\nk",
             2, true, "@rule -- why"},
        Case{"secretlint_range",
             "// secretlint"
             "-disable\nk\n// secretlint"
             "-enable\nm",
             2, true},
        Case{"secretlint_enabled",
             "// secretlint"
             "-disable\nk\n// secretlint"
             "-enable\nm",
             4, false},
        Case{"nothing", "plain text", 1, false}),
    [](const auto& param) { return param.param.what; });

TEST(InlineAllow, CoversAnyLineOfAnExtendedFinding) {
  const InlineAllows allows("a\nb\nc # " + kTrawl + "\nd");
  EXPECT_NE(allows.covering(Line(2), Line(4), "jwt"), nullptr);
  EXPECT_EQ(allows.covering(Line(1), Line(2), "jwt"), nullptr);
}

TEST(InlineAllow, TwoKindsOfRangesMayOverlap) {
  const InlineAllows allows(
      "# gg"
      "ignore-start\na\n# secretlint"
      "-disable\nb\n# gg"
      "ignore-end\nc\n# secretlint"
      "-enable\nd");
  for (std::uint32_t line = 1; line <= 7; ++line)
    EXPECT_NE(allows.covering(Line(line), Line(line), "jwt"), nullptr) << line;
  EXPECT_EQ(allows.covering(Line(8), Line(8), "jwt"), nullptr);
}

TEST(InlineAllow, LongReasonsAreCutBetweenCharacters) {
  std::string blob = "# " + kTrawl + " ";
  for (int i = 0; i < 300; ++i) blob += "\xc3\xa4";
  const InlineAllows allows(blob);
  ASSERT_EQ(allows.all().size(), 1u);
  EXPECT_EQ(allows.all()[0].justification.size(), 200u);
  const InlineAllows odd("# " + kTrawl + " x" + blob.substr(blob.find('\xc3')));
  EXPECT_EQ(odd.all()[0].justification.size(), 199u);
}

TEST(InlineAllow, KeepsABoundedNumber) {
  std::string blob;
  for (std::size_t i = 0; i < InlineAllows::kMost + 50; ++i) blob += kTrawl + "\n";
  const InlineAllows allows(blob);
  EXPECT_EQ(allows.all().size(), InlineAllows::kMost);
  EXPECT_NE(allows.covering(Line(1), Line(1), "jwt"), nullptr);
  EXPECT_EQ(allows.covering(Line(InlineAllows::kMost + 20), Line(InlineAllows::kMost + 20), "jwt"), nullptr);
}

RC_GTEST_PROP(InlineAllow, AnyTextAroundAMarkerIsRead,
              (const std::string& before, const std::string& after)) {
  const InlineAllows allows(before + "\n" + kTrawl + "\n" + after);
  RC_ASSERT(allows.all().size() >= 1u);
  for (const InlineAllow& allow : allows.all()) RC_ASSERT(allow.first <= allow.last);
}

}  // namespace
}  // namespace trawl
