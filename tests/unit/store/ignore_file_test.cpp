#include "engine/store/ignore_file.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "tests/unit/store/findings.h"
#include "tests/unit/store/temporary_folder.h"

namespace trawl {
namespace {

const std::string kFingerprint(32, 'a');

struct Case {
  const char* what;
  const char* file;
  std::vector<std::string> paths;
  const char* expected;  ///< justification; empty: not ignored
};

class Ignored : public testing::TestWithParam<Case> {};

TEST_P(Ignored, OrNot) {
  const Rule rule = rule_of("some-rule");
  const Result<IgnoreFile> file = IgnoreFile::parse(GetParam().file);
  ASSERT_TRUE(file) << file.error().sentence();
  const auto suppression = file->suppression_of(finding_of(rule, kFingerprint, GetParam().paths));
  EXPECT_EQ(suppression ? suppression->justification : "", GetParam().expected);
  if (suppression) {
    EXPECT_EQ(suppression->kind, Suppression::Kind::kExternal);
  }
}

INSTANTIATE_TEST_SUITE_P(
    IgnoreFile, Ignored,
    testing::Values(
        Case{"empty_file", "", {"a"}, ""}, Case{"only_comment", "# x\n\n", {"a"}, ""},
        Case{"name", "*.md\n", {"docs/a.md"}, "ignore file, line 1"},
        Case{"other_name", "*.md\n", {"docs/a.txt"}, ""},
        Case{"no_line_end", "*.md", {"a.md"}, "ignore file, line 1"},
        Case{"crlf", "\r\n*.md\r\n", {"a.md"}, "ignore file, line 2"},
        Case{"below_a_directory", "tests/data/\n", {"tests/data/x/y.c"}, "ignore file, line 1"},
        Case{"directory_is_no_file", "data/\n", {"data"}, ""},
        Case{"stars", "tests/**\n", {"tests/x/y.c"}, "ignore file, line 1"},
        Case{"rule", "*.md some-rule\n", {"a.md"}, "ignore file, line 1"},
        Case{"other_rule", "*.md other-rule\n", {"a.md"}, ""},
        Case{"first_that_fits", "*.md other-rule\n*.md\n*\n", {"a.md"}, "ignore file, line 2"},
        Case{"all_places", "*.md # docs\n*.c\n", {"a.md", "b.c"}, "ignore file, line 1: docs"},
        Case{"one_place_is_not", "*.md\n", {"a.md", "b.c"}, ""},
        Case{"fingerprint",
             "fingerprint:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
             {"a", "b"},
             "ignore file, line 1"},
        Case{"other_fingerprint", "fingerprint:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\n", {"a"}, ""},
        Case{"comment_behind", "a   some-rule  #  why so \n", {"a"}, "ignore file, line 1: why so"},
        Case{"comment_above", "# why\n#  so\na\n", {"a"}, "ignore file, line 3: why so"},
        Case{"comment_above_a_group", "# why\nb\na\n", {"a"}, "ignore file, line 3: why"},
        Case{"empty_line_ends_the_group", "# why\nb\n\na\n", {"a"}, "ignore file, line 4"},
        Case{"comment_begins_a_group", "# why\nb\n# so\na\n", {"a"}, "ignore file, line 4: so"},
        Case{"comment_behind_wins", "# above\na # behind\n", {"a"}, "ignore file, line 2: behind"},
        Case{"blank_in_a_name", "my\\ file\n", {"my file"}, "ignore file, line 1"},
        Case{"hash_in_a_name", "\\#x#y\n", {"#x#y"}, "ignore file, line 1"},
        Case{"exclamation_mark", "\\!x\n", {"!x"}, "ignore file, line 1"}, Case{"no_place", "*\n", {}, ""}),
    [](const auto& test) { return test.param.what; });

struct Bad {
  const char* what;
  std::string file;
  const char* expected;
};

class BadIgnoreFile : public testing::TestWithParam<Bad> {};

TEST_P(BadIgnoreFile, IsRefusedWithTheLineAndTheRemedy) {
  const Result<IgnoreFile> file = IgnoreFile::parse(GetParam().file);
  ASSERT_FALSE(file);
  EXPECT_TRUE(file.error().sentence().starts_with(GetParam().expected)) << file.error().sentence();
}

std::string lines(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "a\n";
  return text;
}

INSTANTIATE_TEST_SUITE_P(
    Text, BadIgnoreFile,
    testing::Values(Bad{"exception", "a\n!b\n", "line 2: \"!b\": there are no exceptions"},
                    Bad{"blank_in_a_name", "my file name\n", "line 1: \"name\" is one word too many"},
                    Bad{"no_rule", "my File\n", "line 1: \"File\" is no rule's name"},
                    Bad{"short_fingerprint", "fingerprint:abc\n", "line 1: \"abc\" is no fingerprint"},
                    Bad{"rule_of_a_fingerprint", "fingerprint:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa some-rule\n",
                        "line 1: \"some-rule\" has no place"},
                    Bad{"bad_glob", "\n[a\n", "line 2: "},
                    Bad{"too_many", lines(IgnoreFile::kMostGlobs + 1), "line 4097: more than 4096 globs"}),
    [](const auto& test) { return test.param.what; });

TEST(IgnoreFile, TakesAsManyGlobsAsItSays) {
  EXPECT_TRUE(IgnoreFile::parse(lines(IgnoreFile::kMostGlobs)));
}

TEST(IgnoreFile, TakesAnyBytes) {
  const Rule rule = rule_of("some-rule");
  EXPECT_TRUE(rc::check([&](const std::string& bytes) {
    const Result<IgnoreFile> file = IgnoreFile::parse(bytes);
    if (file) static_cast<void>(file->suppression_of(finding_of(rule, kFingerprint)));
  }));
}

TEST(IgnoreFile, IsReadFromARegularFile) {
  const TemporaryFolder folder;
  const Rule rule = rule_of("some-rule");
  const Result<IgnoreFile> file = IgnoreFile::read(folder.put(".trawlignore", "*.md\n"));
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->suppression_of(finding_of(rule, kFingerprint, {"a.md"})));
  folder.put("bad", "[a\n");
  EXPECT_TRUE(
      IgnoreFile::read(folder.path("bad")).error().sentence().starts_with(folder.path("bad") + ": line 1: "));
  EXPECT_FALSE(IgnoreFile::read(folder.path(".")));
}

}  // namespace
}  // namespace trawl
