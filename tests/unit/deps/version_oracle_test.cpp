// The ecosystems' own programs, where this machine has them, against the same pairs.

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/deps/version/version.h"

namespace trawl {
namespace {

using Pair = std::pair<std::string, std::string>;

// The same pairs in every run.
std::vector<Pair> pairs_of(const std::vector<std::string>& pieces, std::size_t count) {
  std::mt19937 random(20261128);
  const auto pick = [&](std::size_t below) { return random() % below; };
  const auto text = [&] {
    std::string version = std::to_string(pick(3));
    const std::size_t length = pick(6);
    for (std::size_t i = 0; i < length; ++i) version += pieces[pick(pieces.size())];
    return version;
  };
  std::vector<Pair> pairs;
  while (pairs.size() < count) {
    std::string a = text();
    std::string b = pick(4) == 0 ? a + pieces[pick(pieces.size())] : text();
    pairs.emplace_back(std::move(a), std::move(b));
  }
  return pairs;
}

/// Runs a shell command that reads pairs, a line each, and prints -1, 0, 1 or "x" (no version) for each.
std::vector<std::string> answers_of(const std::string& command, const std::vector<Pair>& pairs) {
  const std::string path = testing::TempDir() + fmt::format("versions-{}", getpid());
  {
    std::ofstream file(path);
    for (const auto& [a, b] : pairs) file << a << ' ' << b << '\n';
  }
  std::vector<std::string> answers;
  FILE* output = popen(fmt::format("({}\n) < {} 2>/dev/null", command, path).c_str(), "r");
  char line[64];
  while (output != nullptr && fgets(line, sizeof line, output) != nullptr) {
    std::string answer = line;
    while (!answer.empty() && answer.back() == '\n') answer.pop_back();
    answers.push_back(std::move(answer));
  }
  if (output != nullptr) pclose(output);
  std::remove(path.c_str());
  return answers;
}

void compare_with(VersionOrder order, const std::string& command, const std::vector<std::string>& pieces,
                  std::size_t count) {
  const std::vector<Pair> pairs = pairs_of(pieces, count);
  const std::vector<std::string> answers = answers_of(command, pairs);
  if (answers.size() != pairs.size()) GTEST_SKIP() << "the program is not here";
  std::size_t compared = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const VersionComparison own = compare_versions(order, pairs[i].first, pairs[i].second);
    const std::string shown = !own ? "x" : *own < 0 ? "-1" : *own > 0 ? "1" : "0";
    EXPECT_EQ(shown, answers[i]) << pairs[i].first << " and " << pairs[i].second;
    compared += own ? 1 : 0;
  }
  EXPECT_GT(compared, count / 50) << "hardly any of these are versions";
}

TEST(VersionOracle, Dpkg) {
  compare_with(VersionOrder::kDebian,
               "while read a b; do if dpkg --compare-versions $a lt $b; then echo -1; elif dpkg "
               "--compare-versions $a gt "
               "$b; then echo 1; else echo 0; fi; done",
               {"0", "1", "09", "10", ".", ".", "~", "+", "a", "b", "Z", "-1", "+b1", "~rc1", ".0"}, 150);
}

TEST(VersionOracle, Packaging) {
  compare_with(VersionOrder::kPep440,
               R"(python3 -c '
import sys
from packaging.version import Version, InvalidVersion
for line in sys.stdin:
    a, b = line.split()
    try:
        a, b = Version(a), Version(b)
        print((a > b) - (a < b))
    except InvalidVersion:
        print("x")
')",
               {"0", "1", "10", ".", ".", ".0", "a1", "b2", "rc1", "c1", ".post1", "-1", ".dev1", "+x", "+5",
                ".1", "1!", "_"},
               5000);
}

TEST(VersionOracle, NodeSemver) {
  compare_with(VersionOrder::kSemVer,
               R"(node -e '
let semver;
for (const path of ["/usr/share/nodejs/semver", "/usr/lib/node_modules/npm/node_modules/semver"]) {
  try { semver = semver || require(path); } catch (error) {}
}
for (const line of require("fs").readFileSync(0, "utf8").trim().split("\n")) {
  const [a, b] = line.split(" ");
  console.log(semver.valid(a) && semver.valid(b) ? String(semver.compare(a, b)) : "x");
}')",
               {".0.0", ".1.2", ".0", ".1", "-a", "-1", "-a.1", "-a.b", "-beta.11", "+b", ".x", "-01", "-A"},
               5000);
}

TEST(VersionOracle, MavenComparableVersion) {
  // Prints "a < b" between the versions it was given; one run for many pairs would compare neighbours too, so
  // pairs are few.
  compare_with(
      VersionOrder::kMaven,
      R"(jar=$(ls /usr/share/maven/lib/maven-artifact-3*.jar | head -1); lang=$(ls /usr/share/maven/lib/commons-lang3.jar | head -1)
all=; while read a b; do all="$all $a $b"; done
java -cp $jar:$lang org.apache.maven.artifact.versioning.ComparableVersion $all | grep '^ ' | awk 'NR % 2 { if ($2 == "<") print -1; else if ($2 == ">") print 1; else print 0 }')",
      {"0", "1", "10", ".", ".", "-", ".0", "-1", "-alpha-1", "-beta", "-rc", "-SNAPSHOT", ".Final", "-ga",
       "-sp", "a", "x", "-jre8"},
      1500);
}

}  // namespace
}  // namespace trawl
