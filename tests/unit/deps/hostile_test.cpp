// What an enemy or a merge makes of lock files, manifests and records of vulnerabilities: said in one
// sentence, over soon, and never taken for a file without packages.

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/deps/osv.h"
#include "engine/deps/package.h"

namespace trawl {
namespace {

std::string times(std::string_view text, std::size_t count) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

std::string lines_of(std::string_view line, std::size_t count) {
  const std::size_t hole = line.find('#');
  std::string result;
  for (std::size_t i = 0; i < count; ++i)
    result += fmt::format("{}k{:x}{}", line.substr(0, hole), i, line.substr(hole + 1));
  return result;
}

bool is_one_clear_sentence(const std::string& sentence) {
  return !sentence.empty() && sentence.size() < 400 &&
         std::all_of(
             sentence.begin(), sentence.end(),
             [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
}

std::vector<std::pair<std::string, std::string>> tricks() {
  std::string bomb = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 60; ++i) bomb += fmt::format("a{0}: &a{0} [*a{1}, *a{1}, *a{1}, *a{1}]\n", i, i - 1);
  return {{"alias bomb", bomb},
          {"billion laughs",
           "<!DOCTYPE a [<!ENTITY b \"x\"><!ENTITY c \"&b;&b;&b;\">]><project>&c;&c;</project>"},
          {"entity of a file",
           "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><project><a>&b;</a></project>"},
          {"deep lists", times("[", 10'000)},
          {"deep maps", times("{\"packages\": ", 10'000)},
          {"deep elements", times("<a>", 10'000) + times("</a>", 10'000)},
          {"deep tables", "[" + times("a.", 10'000) + "a]\nb = 1\n"},
          {"deep arrays of TOML", "a = " + times("[", 10'000) + times("]", 10'000) + "\n"},
          {"many keys", "{" + lines_of("\"#\": 1,\n", 200'000) + "\"z\": 1}"},
          {"many packages",
           "[[package]]\n" + lines_of("[[package]]\nname = \"#\"\nversion = \"1.0.0\"\n", 20'000)},
          {"many lines", lines_of("#==1.0\n", 100'000)},
          {"duplicate keys", "{\"packages\": {}, \"packages\": {}}"},
          {"duplicate keys of TOML", "a = 1\na = 2\n"},
          {"one long line", std::string(3'000'000, 'a') + "\n"},
          {"bytes of Latin-1", "{\"name\": \"caf\xe9\"}"},
          {"zeros", std::string("name\0 = \"a\"\n", 13)},
          {"includes of itself", "-r requirements.txt\n-c requirements.txt\n"},
          {"markers of a merge", "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> b\n"},
          {"huge numbers",
           "{\"lockfileVersion\": " + times("9", 400) + ", \"packages\": {\"\": {\"version\": 1e999}}}"},
          {"wrong shapes", "{\"packages\": [{\"a\": null}], \"dependencies\": 3, \"lockfileVersion\": {}}"}};
}

class DependencyKinds : public testing::TestWithParam<const char*> {};

TEST_P(DependencyKinds, NothingTakesLongOrIsUnclear) {
  const DependencyReader* reader = dependency_reader_of(GetParam());
  ASSERT_NE(reader, nullptr);
  for (const auto& [what, text] : tricks()) {
    const auto begin = std::chrono::steady_clock::now();
    const DependencyFile file = read_dependency_file(*reader, GetParam(), text);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(took.count(), 5.0) << what;
    if (file.failure) EXPECT_TRUE(is_one_clear_sentence(*file.failure)) << what << ": " << *file.failure;
    for (const LockedPackage& package : file.packages) EXPECT_LE(package.span.end.value, text.size()) << what;
  }
}

INSTANTIATE_TEST_SUITE_P(All, DependencyKinds,
                         testing::Values("package-lock.json", "package.json", "pnpm-lock.yaml", "yarn.lock",
                                         "bun.lock", ".npmrc", "poetry.lock", "uv.lock", "pylock.toml",
                                         "pdm.lock", "requirements.txt", "Pipfile.lock", "pyproject.toml",
                                         "pip.conf", "Cargo.lock", "Cargo.toml", "go.mod", "go.sum",
                                         "Gemfile.lock", "Gemfile", "composer.lock", "composer.json",
                                         "pom.xml", "settings.xml", "gradle.lockfile", "build.gradle",
                                         "packages.lock.json", "a.csproj", "packages.config", "nuget.config",
                                         "conan.lock", "vcpkg.json", "var/lib/dpkg/status",
                                         "lib/apk/db/installed"));

// A structured lock that is none is never a lock without packages.
TEST(HostileLocks, AreRefused) {
  for (const char* path : {"package-lock.json", "pnpm-lock.yaml", "poetry.lock", "uv.lock", "Cargo.lock",
                           "composer.lock", "packages.lock.json", "Pipfile.lock", "pom.xml"}) {
    const DependencyReader* reader = dependency_reader_of(path);
    ASSERT_NE(reader, nullptr);
    for (const auto& [what, text] : tricks()) {
      if (what != "deep lists" && what != "deep maps" && what != "markers of a merge" && what != "zeros" &&
          what != "one long line")
        continue;
      EXPECT_TRUE(read_dependency_file(*reader, path, text).failure) << path << ": " << what;
    }
  }
}

}  // namespace
}  // namespace trawl
