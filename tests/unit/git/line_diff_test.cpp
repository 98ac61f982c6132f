#include "engine/git/line_diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "tests/unit/git/git_sandbox.h"

namespace trawl {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing_git::GitSandbox;

LineRange lines(std::uint32_t begin, std::uint32_t end) {
  return {Line(begin), Line(end)};
}

struct DiffCase {
  const char* what;
  std::string before;
  std::string after;
  std::vector<LineRange> expected;
};

class AddedLines : public testing::TestWithParam<DiffCase> {};

TEST_P(AddedLines, AreThese) {
  EXPECT_EQ(added_lines(GetParam().before, GetParam().after), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    LineDiff, AddedLines,
    testing::Values(DiffCase{"equal", "a\nb\n", "a\nb\n", {}}, DiffCase{"emptied", "a\n", "", {}},
                    DiffCase{"from_empty", "", "a\nb\n", {lines(1, 3)}},
                    DiffCase{"inserted", "a\nc\n", "a\nb\nc\n", {lines(2, 3)}},
                    DiffCase{"changed", "a\nb\nc\n", "a\nB\nc\n", {lines(2, 3)}},
                    DiffCase{"only_removed", "a\nb\nc\n", "a\nc\n", {}},
                    DiffCase{"two_places", "a\nb\nc\nd\n", "x\na\nb\nc\nd\ny\n", {lines(1, 2), lines(6, 7)}},
                    DiffCase{"no_final_newline", "a\nb", "a\nb\nc", {lines(2, 4)}},
                    DiffCase{"windows_line_ends", "a\r\nc\r\n", "a\r\nb\r\nc\r\n", {lines(2, 3)}},
                    DiffCase{"lone_cr_counts_lines", "1\r2\r3\na\nc\n", "1\r2\r3\na\nb\nc\n", {lines(5, 6)}},
                    DiffCase{"a_line_of_several", "x\n", "x\n1\r2\r3\n", {lines(2, 5)}},
                    DiffCase{"binary", std::string("a\0", 2), "a\nb\n", {kAllLines}}),
    [](const auto& parameter) { return std::string(parameter.param.what); });

TEST(LineDiff, TextsBeyondTheBoundCountWhole) {
  const std::string text(kMaxDiffBytes + 1, 'x');
  EXPECT_THAT(added_lines("x", text), ElementsAre(kAllLines));
  EXPECT_THAT(added_lines(text, "x"), ElementsAre(kAllLines));
  EXPECT_FALSE(find_rename_origin(text, std::vector<std::string_view>{text}).has_value());
}

TEST(LineDiff, WhatIsNotAddedWasThereBefore) {
  EXPECT_TRUE(rc::check([] {
    const auto text = rc::gen::map(
        rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>("a", "b", "c", "d", "")),
        [](const std::vector<std::string>& parts) {
          std::string joined;
          for (const std::string& part : parts) joined += part + "\n";
          return joined;
        });
    const std::string before = *text;
    const std::string after = *text;
    const auto split = [](const std::string& joined) {
      std::vector<std::string> parts;
      std::istringstream stream(joined);
      for (std::string part; std::getline(stream, part);) parts.push_back(part);
      return parts;
    };
    // Taking the added lines out of the new text leaves a subsequence of the old one.
    const std::vector<LineRange> added = added_lines(before, after);
    const std::vector<std::string> old_lines = split(before);
    const std::vector<std::string> new_lines = split(after);
    std::size_t at = 0;
    for (std::uint32_t number = 1; number <= new_lines.size(); ++number) {
      const bool is_added = std::any_of(added.begin(), added.end(), [&](const LineRange& range) {
        return range.overlaps(lines(number, number + 1));
      });
      if (is_added) continue;
      while (at < old_lines.size() && old_lines[at] != new_lines[number - 1]) ++at;
      RC_ASSERT(at < old_lines.size());
      ++at;
    }
  }));
}

TEST(RenameOrigin, SharesMostLines) {
  const std::string text = GitSandbox::text_of(20, 1);
  const std::string near = GitSandbox::text_of(20, 5);
  const std::string half = GitSandbox::text_of(20, 1).substr(0, text.size() / 2 + 60);
  const std::string far = "something\nelse\n";
  EXPECT_EQ(find_rename_origin(text, std::vector<std::string_view>{far, half, near}), 2U);
  EXPECT_EQ(find_rename_origin(text, std::vector<std::string_view>{near, near}), 0U);
  EXPECT_EQ(find_rename_origin(text, std::vector<std::string_view>{far}), std::nullopt);
  EXPECT_EQ(find_rename_origin(text, std::vector<std::string_view>{}), std::nullopt);
  EXPECT_EQ(find_rename_origin("a\nb\n", std::vector<std::string_view>{"a\nx\n"}), 0U);
  EXPECT_EQ(find_rename_origin("a\nb\nc\n", std::vector<std::string_view>{"a\nx\ny\n"}), std::nullopt);
}

// This very program links libgit2 for the diff; it must not have got any network code with it.
TEST(LinkedProgram, HasNoNetworkCodeOfLibgit2) {
  const std::string program = GitSandbox::read("/proc/self/exe");
  ASSERT_NE(program.find(std::string("git_diff") + "_buffers"), std::string::npos);
  for (const char* piece : {"mbedtls", "libssh2"}) {
    EXPECT_EQ(program.find(std::string(piece) + "_" + (piece[0] == 'm' ? "ssl_" : "session")),
              std::string::npos)
        << piece;
  }
  EXPECT_EQ(program.find(std::string("libssh2") + "_init"), std::string::npos);
}

}  // namespace
}  // namespace trawl
