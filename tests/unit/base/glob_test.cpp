#include "engine/base/glob.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <string_view>
#include <vector>

namespace trawl {
namespace {

struct Case {
  const char* what;
  const char* pattern;
  const char* path;
  bool directory;
  bool expected;
};

std::string name_of_case(const testing::TestParamInfo<Case>& info) {
  return info.param.what;
}

class GlobMatches : public testing::TestWithParam<Case> {};

TEST_P(GlobMatches, AsGitignoreDoes) {
  const Case& row = GetParam();
  auto glob = Glob::compile(row.pattern);
  ASSERT_TRUE(glob) << glob.error().sentence();
  EXPECT_EQ(glob->matches(row.path, row.directory), row.expected) << row.pattern << " on " << row.path;
}

INSTANTIATE_TEST_SUITE_P(
    Glob, GlobMatches,
    testing::Values(
        Case{"name_anywhere", "a.c", "x/y/a.c", false, true},
        Case{"name_at_the_top", "a.c", "a.c", false, true},
        Case{"name_is_not_a_part", "a.c", "x/ba.c", false, false},
        Case{"name_of_a_directory", "build", "x/build", true, true},
        Case{"directory_only", "build/", "x/build", true, true},
        Case{"directory_only_is_no_file", "build/", "x/build", false, false},
        Case{"star_in_a_name", "*.c", "x/y/a.c", false, true},
        Case{"star_is_nothing_too", "a*.c", "a.c", false, true},
        Case{"star_keeps_within_a_segment", "x/*.c", "x/y/a.c", false, false},
        Case{"stars", "*a*b*", "xxaxxbxx", false, true},
        Case{"stars_in_order", "*a*b*", "xxbxxa", false, false}, Case{"anchored", "/a.c", "a.c", false, true},
        Case{"anchored_is_not_below", "/a.c", "x/a.c", false, false},
        Case{"dot_slash_anchors", "./a.c", "x/a.c", false, false},
        Case{"slash_in_the_middle_anchors", "x/a.c", "y/x/a.c", false, false},
        Case{"slash_in_the_middle", "x/a.c", "x/a.c", false, true},
        Case{"anchored_directory", "/x/", "x", true, true},
        Case{"leading_segments", "**/x/a.c", "p/q/x/a.c", false, true},
        Case{"leading_segments_may_be_none", "**/x/a.c", "x/a.c", false, true},
        Case{"leading_segments_are_whole", "**/x", "p/yx", false, false},
        Case{"middle_segments", "a/**/b", "a/x/y/b", false, true},
        Case{"middle_segments_may_be_none", "a/**/b", "a/b", false, true},
        Case{"middle_segments_need_slashes", "a/**/b", "ab", false, false},
        Case{"middle_segments_are_whole", "a/**/b", "a/xb", false, false},
        Case{"segments_again", "a/**/**/b", "a/b", false, true},
        Case{"segments_twice", "a/**/b/**/c", "a/x/b/y/b/c", false, true},
        Case{"all_below", "a/**", "a/x/y", false, true},
        Case{"all_below_is_not_itself", "a/**", "a", true, false},
        Case{"all_below_is_not_a_neighbour", "a/**", "ab/x", false, false},
        Case{"everything", "**", "a/b", false, true}, Case{"everything_anchored", "/**", "a/b", false, true},
        Case{"all_directories_below", "a/**/", "a/x", true, true},
        Case{"two_stars_in_a_name_are_one", "a/x**y", "a/xzzy", false, true},
        Case{"two_stars_in_a_name_keep_within_it", "a/x**y", "a/xz/zy", false, false},
        Case{"question_mark", "a?c", "abc", false, true},
        Case{"question_mark_is_one", "a?c", "ac", false, false},
        Case{"question_mark_is_no_slash", "x/a?c", "x/a/c", false, false},
        Case{"set", "a[bc]d", "acd", false, true}, Case{"set_has_not", "a[bc]d", "aed", false, false},
        Case{"range", "a[b-d]e", "ace", false, true}, Case{"negated", "a[!b-d]e", "aze", false, true},
        Case{"negated_by_caret", "a[^b-d]e", "ace", false, false},
        Case{"negated_is_no_slash", "x/a[!b]c", "x/a/c", false, false},
        Case{"bracket_in_a_set", "a[]]b", "a]b", false, true},
        Case{"dash_in_a_set", "a[b-]c", "a-c", false, true},
        Case{"class_in_a_set", "a[[:digit:]_]b", "a7b", false, true},
        Case{"class_has_not", "a[[:digit:]_]b", "axb", false, false},
        Case{"escaped_star", "a\\*b", "a*b", false, true},
        Case{"escaped_star_is_no_star", "a\\*b", "axb", false, false},
        Case{"escaped_exclamation_mark", "\\!a", "!a", false, true},
        Case{"escaped_in_a_set", "a[\\]x]b", "a]b", false, true},
        Case{"bytes_beyond_ascii", "\xff*", "x/\xff\xfe", false, true},
        Case{"newline_in_a_name", "a*b", "a\nb", false, true},
        Case{"dot_is_not_special", "*", "x/.hidden", false, true},
        Case{"case_matters", "A.c", "a.c", false, false}),
    name_of_case);

TEST(Glob, SaysWhatIsWrongWithAPattern) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "is empty"},
      {"!a", "begins with '!'"},
      {"/", "empty segment"},
      {"a//b", "empty segment"},
      {"a/../b", "has the segment '..'"},
      {"a[b", "without its ']'"},
      {"a[]", "without its ']'"},
      {"a[z-b]", "range"},
      {"a[[:letter:]]", "[:letter:]"},
      {"a\\", "backslash"},
      {std::string(Glob::kMaxPattern + 1, 'a'), "longer than 1000 bytes"},
  };
  for (const auto& [pattern, reason] : cases) {
    auto glob = Glob::compile(pattern);
    ASSERT_FALSE(glob) << pattern;
    EXPECT_NE(glob.error().sentence().find(reason), std::string::npos) << glob.error().sentence();
  }
}

TEST(Glob, TakesLinearTimeForManyStars) {
  std::string pattern;
  for (int i = 0; i < 330; ++i) pattern += "a*";
  pattern += "b";
  auto glob = Glob::compile(pattern);
  ASSERT_TRUE(glob);
  // A matcher that tries the stars one by one would not come back from this.
  EXPECT_FALSE(glob->matches(std::string(4000, 'a'), false));
  EXPECT_TRUE(glob->matches(std::string(4000, 'a') + "b", false));
}

TEST(Glob, MatchesPatternsOfTheGreatestLength) {
  const std::string pattern(Glob::kMaxPattern, 'a');
  auto glob = Glob::compile(pattern);
  ASSERT_TRUE(glob);
  EXPECT_TRUE(glob->matches(pattern, false));
  EXPECT_FALSE(glob->matches(pattern + "a", false));
  EXPECT_FALSE(glob->matches(pattern.substr(1), false));
}

TEST(GlobSet, AsksTheDirectoriesThatLeadToAPath) {
  const std::vector<std::string> patterns = {"vendor/", "/gen/out"};
  auto set = GlobSet::compile(patterns);
  ASSERT_TRUE(set);
  EXPECT_TRUE(set->matches_a_parent("x/vendor/y/a.c"));
  EXPECT_TRUE(set->matches_a_parent("gen/out/a.c"));
  EXPECT_FALSE(set->matches_a_parent("vendor"));
  EXPECT_FALSE(set->matches_a_parent("x/gen/out/a.c"));
}

// The same meaning, written down the slow and obvious way.

std::vector<std::string> segments_of(const std::string& text) {
  std::vector<std::string> segments(1);
  for (const char c : text) {
    if (c == '/') {
      segments.emplace_back();
    } else {
      segments.back() += c;
    }
  }
  return segments;
}

bool name_matches(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern[0] == '*') {
    return name_matches(pattern.substr(1), name) || (!name.empty() && name_matches(pattern, name.substr(1)));
  }
  if (name.empty()) return false;
  if (pattern.starts_with("[ab]")) {
    return (name[0] == 'a' || name[0] == 'b') && name_matches(pattern.substr(4), name.substr(1));
  }
  if (pattern.starts_with("[!a]")) return name[0] != 'a' && name_matches(pattern.substr(4), name.substr(1));
  return (pattern[0] == '?' || pattern[0] == name[0]) && name_matches(pattern.substr(1), name.substr(1));
}

bool path_matches(const std::vector<std::string>& pattern, std::size_t at,
                  const std::vector<std::string>& path, std::size_t from) {
  if (at == pattern.size()) return from == path.size();
  if (pattern[at] == "**") {
    if (at + 1 == pattern.size()) return from < path.size();
    return path_matches(pattern, at + 1, path, from) ||
           (from < path.size() && path_matches(pattern, at, path, from + 1));
  }
  return from < path.size() && name_matches(pattern[at], path[from]) &&
         path_matches(pattern, at + 1, path, from + 1);
}

bool expected_match(std::string pattern, const std::string& path) {
  if (pattern.find('/') == std::string::npos) return name_matches(pattern, segments_of(path).back());
  if (pattern[0] == '/') pattern.erase(0, 1);
  return path_matches(segments_of(pattern), 0, segments_of(path), 0);
}

rc::Gen<std::string> joined(const rc::Gen<std::string>& piece, std::size_t most) {
  return rc::gen::map(rc::gen::mapcat(rc::gen::inRange<std::size_t>(1, most + 1),
                                      [piece](std::size_t count) {
                                        return rc::gen::container<std::vector<std::string>>(count, piece);
                                      }),
                      [](const std::vector<std::string>& pieces) {
                        std::string text;
                        for (const std::string& one : pieces) text += one;
                        return text;
                      });
}

rc::Gen<std::string> joined_by_slashes(const rc::Gen<std::string>& segment, std::size_t most) {
  return rc::gen::map(joined(rc::gen::map(segment, [](const std::string& one) { return one + "/"; }), most),
                      [](const std::string& text) { return text.substr(0, text.size() - 1); });
}

TEST(Glob, AgreesWithTheObviousMatcher) {
  const auto name = joined(rc::gen::element<std::string>("a", "b", "c"), 5);
  const auto path = joined_by_slashes(name, 5);
  const auto name_pattern = joined(rc::gen::element<std::string>("a", "b", "c", "*", "?", "[ab]", "[!a]"), 5);
  const auto segment =
      rc::gen::weightedOneOf<std::string>({{3, name_pattern}, {2, rc::gen::just<std::string>("**")}});
  const auto pattern =
      rc::gen::map(rc::gen::pair(rc::gen::element<std::string>("", "/"), joined_by_slashes(segment, 5)),
                   [](const std::pair<std::string, std::string>& two) { return two.first + two.second; });
  EXPECT_TRUE(rc::check([&] {
    const std::string text = *pattern;
    auto glob = Glob::compile(text);
    RC_ASSERT(glob.ok());
    int matched = 0;
    for (int i = 0; i < 20; ++i) {
      const std::string on = *path;
      const bool expected = expected_match(text, on);
      matched += expected ? 1 : 0;
      if (glob->matches(on, false) != expected) RC_FAIL(text + " on " + on);
    }
    RC_TAG(matched > 0 ? "some match" : "none match");
  }));
}

TEST(Glob, TakesAnyBytesAsAPattern) {
  EXPECT_TRUE(rc::check([](const std::string& pattern, const std::string& path) {
    auto glob = Glob::compile(pattern);
    if (glob) {
      (void)glob->matches(path, true);
    } else {
      RC_ASSERT(!glob.error().sentence().empty());
    }
  }));
}

}  // namespace
}  // namespace trawl
