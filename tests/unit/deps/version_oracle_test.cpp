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

/// Whether what the program refuses may have an order here: then it is compared with nothing.
enum class Refused : std::uint8_t { kToo, kOrNot };

void compare_with(VersionOrder order, const std::string& command, const std::vector<std::string>& pieces,
                  std::size_t count, Refused refused = Refused::kToo) {
  const std::vector<Pair> pairs = pairs_of(pieces, count);
  const std::vector<std::string> answers = answers_of(command, pairs);
  if (answers.size() != pairs.size()) GTEST_SKIP() << "the program is not here";
  std::size_t compared = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const VersionComparison own = compare_versions(order, pairs[i].first, pairs[i].second);
    if (refused == Refused::kOrNot && answers[i] == "x") continue;
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

TEST(VersionOracle, RubyGems) {
  compare_with(VersionOrder::kRubyGems,
               R"(ruby -e 'STDIN.each_line do |line|
  a, b = line.split
  if Gem::Version.correct?(a) && Gem::Version.correct?(b)
    puts Gem::Version.new(a) <=> Gem::Version.new(b)
  else
    puts "x"
  end
end')",
               {"0", "1", "10", ".", ".", ".0", ".a", ".b1", ".pre", ".rc1", "-1", "a", "z9", ".alpha", "_"},
               3000);
}

TEST(VersionOracle, Rpm) {
  // A version without a release is compared without one.
  compare_with(VersionOrder::kRpm,
               R"x(rpm --eval '%{lua:for line in io.lines("/dev/stdin") do
  local a, b = line:match("(%S+) (%S+)")
  print(rpm.vercmp(a, b) .. "\n")
end}' | grep .)x",
               {"0", "1", "05", "10", ".", ".", "~rc1", "^git1", "a", "B", "..", "_", "-1", "-9", "-10"},
               2000);
}

TEST(VersionOracle, ComposerSemver) {
  compare_with(VersionOrder::kComposer,
               R"(php -r '
require "/usr/share/php/Composer/Semver/autoload.php";
use Composer\Semver\Comparator;
use Composer\Semver\VersionParser;
$parser = new VersionParser();
while (($line = fgets(STDIN)) !== false) {
  [$a, $b] = explode(" ", trim($line));
  try {
    $a = $parser->normalize($a);
    $b = $parser->normalize($b);
    echo Comparator::equalTo($a, $b) ? 0 : (Comparator::lessThan($a, $b) ? -1 : 1), "\n";
  } catch (UnexpectedValueException $error) {
    echo "x\n";
  }
}')",
               {".0", ".1", ".10", ".2.3", "-dev", "-alpha1", "-beta", "-b2", "-RC1", "-rc2", "-p1", "-patch",
                "+b", ".x-dev", "-stable", "a1"},
               3000, Refused::kOrNot);
}

TEST(VersionOracle, GoModules) {
  // x/mod/semver is looked for in the module cache: nothing is fetched.
  compare_with(
      VersionOrder::kGo,
      R"(dir=$(mktemp -d) && cp "${GOPATH:-$HOME/go}"/pkg/mod/golang.org/x/mod@*/semver/semver.go "$dir"/ 2>/dev/null || exit
cd "$dir" && sed -i 's/^package semver/package main/' semver.go && cat > main.go <<'END'
package main
import ("bufio"; "fmt"; "os"; "strings")
func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		pair := strings.Fields(lines.Text())
		a, b := "v" + pair[0], "v" + pair[1]
		if IsValid(a) && IsValid(b) { fmt.Println(Compare(a, b)) } else { fmt.Println("x") }
	}
}
END
GO111MODULE=off go run *.go; cd / && rm -r "$dir")",
      {".0.0", ".1.2", ".0", ".1", "-a", "-1", "-a.1", "-pre.0.20200101000000-abcdef012345", "+incompatible",
       "-rc.9", "-rc.10", "-A"},
      3000);
}

TEST(VersionOracle, CargoSemver) {
  // The crate that cargo itself compares with, where cargo has it at hand: nothing is fetched.
  compare_with(VersionOrder::kSemVer,
               R"(dir=$(mktemp -d) && mkdir "$dir/src" && cat > "$dir/Cargo.toml" <<'END'
[package]
name = "oracle"
version = "0.1.0"
edition = "2021"
[dependencies]
semver = "1"
END
cat > "$dir/src/main.rs" <<'END'
use std::io::BufRead;
fn main() {
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let mut words = line.split(' ');
        let (a, b) = (words.next().unwrap(), words.next().unwrap());
        match (semver::Version::parse(a), semver::Version::parse(b)) {
            (Ok(a), Ok(b)) => println!("{}", a.cmp_precedence(&b) as i32),
            _ => println!("x"),
        }
    }
}
END
cargo build --offline --quiet --manifest-path "$dir/Cargo.toml" && "$dir/target/debug/oracle"; rm -r "$dir")",
               {".0.0", ".1.2", ".0", ".1", "-a", "-1", "-a.1", "-a.b", "-beta.11", "+b", ".x", "-01", "-A"},
               5000);
}

// No program of these two runs everywhere: what their pages say is written down a second time, in another
// language and another way (a key to sort by; tokens).

TEST(VersionOracle, NuGetAsItsPageSays) {
  // https://learn.microsoft.com/nuget/concepts/package-versioning
  compare_with(
      VersionOrder::kNuGet,
      R"x(python3 -c '
import re, sys
FORM = re.compile(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?$")
def key(text):
    found = FORM.match(text)
    if not found:
        return None
    labels = found[5]
    if labels is None:
        return ([int(n or 0) for n in found.groups()[:4]], 1, [])
    return ([int(n or 0) for n in found.groups()[:4]], 0,
            [(0, int(l), "") if l.isdigit() else (1, 0, l.lower()) for l in labels.split(".")])
for line in sys.stdin:
    a, b = map(key, line.split())
    print("x" if a is None or b is None else (a > b) - (a < b))
')x",
      {".0.0", ".1.2", ".0", ".1", ".01", "-a", "-1", "-a.1", "-a.b", "-beta.11", "-beta9", "+b", "-A", ".3"},
      5000, Refused::kOrNot);
}

TEST(VersionOracle, AlpineAsItsPageSays) {
  // https://wiki.alpinelinux.org/wiki/APKBUILD_Reference#pkgver: digits{.digits}[letter]{_suffix[digits]}[-r
  // digits] Where one ends, or what follows is of another sort, the sort decides; a zero in front of a later
  // part makes it a fraction.
  compare_with(VersionOrder::kAlpine,
               R"x(python3 -c '
import re, sys
FORM = re.compile(r"(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?:-r(\d+))?$")
PLACE = {"alpha": -4, "beta": -3, "pre": -2, "rc": -1, "cvs": 1, "svn": 2, "git": 3, "hg": 4, "p": 5}
def tokens(text):
    found = FORM.match(text)
    if not found:
        return None
    made = []
    for i, part in enumerate(found[1].split(".")):
        zeros = len(part) - len(part.lstrip("0"))
        if i > 0 and zeros:
            made.append((7, -zeros))
            if part[zeros:]:
                made.append((6, int(part[zeros:])))
        else:
            made.append((7, int(part)))
    if found[2]:
        made.append((5, ord(found[2])))
    for name, number in re.findall(r"_([a-z]+)(\d*)", found[3]):
        made.append((4, PLACE[name]))
        if number:
            made.append((3, int(number)))
    if found[4] is not None:
        made.append((2, int(found[4])))
    return made + [(1, 0)]
def compare(a, b):
    for (sort, x), (other, y) in zip(a, b):
        if sort == other:
            if x != y:
                return (x > y) - (x < y)
            continue
        if sort == 4 and x < 0:
            return -1
        if other == 4 and y < 0:
            return 1
        return (sort > other) - (sort < other)
    return 0
for line in sys.stdin:
    a, b = map(tokens, line.split())
    print("x" if a is None or b is None else compare(a, b))
')x",
               {".0", ".1", ".01", ".10", ".2", "a", "b", "_alpha", "_alpha1", "_rc2", "_p1", "_git20200101",
                "-r1", "-r10"},
               5000, Refused::kOrNot);
}

}  // namespace
}  // namespace trawl
