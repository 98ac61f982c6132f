#include "engine/sast/flags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/sast/compile_database.h"

namespace trawl::sast {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ShellWords, QuotesAndBackslashesAndNothingElse) {
  EXPECT_THAT(shell_words(R"(cc -DA='x y' "-DB=\"q\"" a\ b $(rm) `x` ;)"),
              ElementsAre("cc", "-DA=x y", "-DB=\"q\"", "a b", "$(rm)", "`x`", ";"));
  EXPECT_THAT(shell_words("  "), IsEmpty());
  EXPECT_THAT(shell_words("a 'open"), ElementsAre("a", "open"));
}

struct Case {
  std::vector<std::string> given;
  std::vector<std::string> kept;
  std::vector<std::string> dropped;
};

TEST(CleanFlags, KeepsWhatIsKnownToDoNoHarm) {
  const std::vector<Case> cases = {
      {{"-DA=1", "-D", "B", "-UC", "-std=c++20", "-O2", "-Wall", "-c", "-o", "x.o", "a.c"},
       {"-DA=1", "-DB", "-UC", "-std=c++20"},
       {}},
      {{"-Iinclude", "-I", "/top/p/src", "-isystem", "../../out"},
       {"-I", "/program/build/include", "-I", "/program/src"},
       {}},
      {{"-fplugin=/tmp/x.so", "@args", "--config=x", "-Xclang", "-load", "-mllvm", "-B/tmp"},
       {},
       {"--config", "-B/tmp", "-Xclang", "-fplugin", "-load", "-mllvm", "@args"}},
      {{"-march=native", "-march=armv8-a"}, {"-march=armv8-a"}, {"-march"}},
      {{"-include", "config.h", "-include", "/etc/passwd"}, {"-include", "/program/build/config.h"}, {}},
      {{"--target=x86_64-w64-mingw32", "--target=evil"}, {"--target=x86_64-w64-mingw32"}, {"--target"}},
      {{"-fsanitize=address", "-fsanitize-ignorelist=/etc/passwd"}, {}, {"-fsanitize-ignorelist"}},
      {{"-DA\n-fplugin=x"}, {}, {"-DA?-fplugin"}},
  };
  for (const Case& c : cases) {
    const CleanFlags clean = clean_flags(c.given, "build", "/top/p");
    EXPECT_EQ(clean.flags, c.kept) << testing::PrintToString(c.given);
    EXPECT_EQ(clean.dropped, c.dropped) << testing::PrintToString(c.given);
    EXPECT_TRUE(are_clean(clean.flags)) << testing::PrintToString(clean.flags);
  }
}

TEST(CleanFlags, TheSecondLookRefusesWhatTheFirstNeverGives) {
  for (const std::string flag :
       {"-fplugin=x", "@x", "-I", "-Xclang", "-o", "-DA b\n", "--config=x", "-include"}) {
    EXPECT_FALSE(are_clean(std::vector<std::string>{flag})) << flag;
  }
  EXPECT_FALSE(are_clean(std::vector<std::string>{"-I", "/etc"}));
  EXPECT_FALSE(are_clean(std::vector<std::string>{"-I", "/program/../etc"}));
}

TEST(PathInProgram, NeverLeavesIt) {
  EXPECT_EQ(path_in_program("a/../b", "x", "/r"), "x/b");
  EXPECT_EQ(path_in_program("/r/a", "x", "/r"), "a");
  for (const std::string path : {"../../a", "/ra/b", "/etc/passwd", "=/x", "-x", ""}) {
    EXPECT_EQ(path_in_program(path, "x", "/r"), std::nullopt) << path;
  }
}

TEST(CompileDatabase, TakesFlagsByFileAndCountsWhatItRefuses) {
  const Result<CompileDatabase> database = read_compile_database(
      R"([{"directory": "/r/build", "file": "../a.c", "command": "ccache gcc -DX -fplugin=evil.so -c ../a.c"},
          {"directory": "/r", "file": "b.cpp", "arguments": ["g++", "-std=c++17", "b.cpp"]},
          {"directory": "/elsewhere", "file": "c.c", "command": "cc c.c"}])",
      "/r");
  ASSERT_TRUE(database.ok());
  EXPECT_THAT(database->flags.at("a.c"), ElementsAre("-DX"));
  EXPECT_THAT(database->flags.at("b.cpp"), ElementsAre("-std=c++17"));
  EXPECT_EQ(database->outside, 1U);
  EXPECT_EQ(database->dropped.at("-fplugin"), 1U);
}

TEST(CompileDatabase, RefusesWhatIsNone) {
  EXPECT_FALSE(read_compile_database("{}", "/r").ok());
  EXPECT_FALSE(read_compile_database("[", "/r").ok());
  EXPECT_FALSE(read_compile_database(std::string(100'000, '['), "/r").ok());
}

}  // namespace
}  // namespace trawl::sast
