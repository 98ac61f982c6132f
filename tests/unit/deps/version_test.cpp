#include "engine/deps/version/version.h"

#include <array>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace trawl {
namespace {

/// Versions in ascending order; those of one inner list are equal.
struct Ladder {
  std::string what;
  VersionOrder order;
  std::vector<std::vector<std::string>> rungs;
};

class Orders : public testing::TestWithParam<Ladder> {};

TEST_P(Orders, AscendAsTheEcosystemsOwnToolSays) {
  const Ladder& ladder = GetParam();
  for (std::size_t i = 0; i < ladder.rungs.size(); ++i) {
    for (std::size_t j = 0; j < ladder.rungs.size(); ++j) {
      for (const std::string& a : ladder.rungs[i]) {
        for (const std::string& b : ladder.rungs[j]) {
          const VersionComparison compared = compare_versions(ladder.order, a, b);
          ASSERT_TRUE(compared) << a << " and " << b;
          EXPECT_TRUE(i < j ? *compared < 0 : i > j ? *compared > 0 : *compared == 0) << a << " and " << b;
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Vectors, Orders,
    testing::Values(
        Ladder{"semver",
               VersionOrder::kSemVer,
               {{"1.0.0-2"},
                {"1.0.0-9"},
                {"1.0.0-1a"},
                {"1.0.0-Alpha"},
                {"1.0.0-a", "1.0.0-a+b"},
                {"1.0.0-a.b"},
                {"1.0.0-a-b"},
                {"1.0.0-alpha"},
                {"1.0.0-alpha.1"},
                {"1.0.0-alpha.beta"},
                {"1.0.0-beta.2"},
                {"1.0.0-beta.11"},
                {"1.0.0-rc.1"},
                {"1.0.0", "1.0.0+a", "1.0.0+b"},
                {"1.10.0"}}},
        Ladder{"pep440",
               VersionOrder::kPep440,
               {{"1.0.dev1"},
                {"1.0a1.dev1"},
                {"1.0a1", "1.0-Alpha.1"},
                {"1.0a2.post1"},
                {"1.0b1"},
                {"1.0rc1", "1.0c1"},
                {"1.0", "1.0.0", "v1.0", " 1.0 "},
                {"1.0+abc"},
                {"1.0+5"},
                {"1.0.post1.dev1"},
                {"1.0.post1", "1.0-1"},
                {"1.1.dev1"},
                {"2024.1"},
                {"1!0.1"}}},
        Ladder{"maven",
               VersionOrder::kMaven,
               {{"1-alpha2"},
                {"1-alpha-10"},
                {"1-beta"},
                {"1-rc", "1-cr"},
                {"1-SNAPSHOT"},
                {"1", "1.0", "1-ga", "01", "1.0.0.Final"},
                {"1-sp"},
                {"1-abc"},
                {"1-1"},
                {"1.1"}}},
        Ladder{"maven_aliases", VersionOrder::kMaven, {{"1-a1", "1-alpha-1"}, {"1.0"}, {"1.0-pre1"}}},
        Ladder{"maven_words", VersionOrder::kMaven, {{"31.1-android"}, {"31.1-jre"}}},
        Ladder{"maven_builds", VersionOrder::kMaven, {{"1.0.0.jre8"}, {"1.0.0.jre11"}}},
        Ladder{"maven_revisions", VersionOrder::kMaven, {{"1.0-1"}, {"1.0.1"}}},
        Ladder{"nuget",
               VersionOrder::kNuGet,
               {{"1.0.0-1"},
                {"1.0.0-a", "1.0.0-A"},
                {"1.0.0-beta.9"},
                {"1.0.0-beta.10"},
                {"1.0.0-beta10"},
                {"1.0.0-beta9"},
                {"1.0", "1.0.0.0", "1.0.0+a", "1.0.0+b"},
                {"1.0.0.1"},
                {"1.0.1", "1.0.01"},
                {"2.0.0.0-rc.1"},
                {"2.0.0"}}},
        Ladder{"rubygems",
               VersionOrder::kRubyGems,
               {{"1.a", "1.0.a"},
                {"1.0.a9"},
                {"1.0.a10"},
                {"1.0.0.alpha"},
                {"1.0.b1", "1.b1"},
                {"1.0.b2"},
                {"1.0.0.beta"},
                {"1.0.0.pre"},
                {"1.0-1", "1.0.pre.1"},
                {"1.0.rc1"},
                {"1.0", "1.0.0", "1"},
                {"1.9"},
                {"1.10"}}},
        Ladder{"debian",
               VersionOrder::kDebian,
               {{"1.0~~"},
                {"1.0~"},
                {"1.0~a"},
                {"1.0", "1.0-0", "1.00", "0:1.0"},
                {"1.0-1~bpo12+1"},
                {"1.0-1"},
                {"1.0-1+b1"},
                {"1.0-9"},
                {"1.0-10"},
                {"1.0-a"},
                {"1.0A"},
                {"1.0a"},
                {"1.0+"},
                {"1.0.1-1"},
                {"1.0.a"},
                {"2.0"},
                {"1:0.9"}}},
        Ladder{"rpm",
               VersionOrder::kRpm,
               {{"1.0~rc1"},
                {"1.0~rc1^g"},
                {"1.0", "1..0", "1_0"},
                {"1.0^git1"},
                {"1.0a"},
                {"1.0.1"},
                {"1.05", "1.5"},
                {"2A"},
                {"2a"},
                {"0:2.1"},
                {"1:1"}}},
        Ladder{"rpm_words", VersionOrder::kRpm, {{"1.a"}, {"1.1-9"}, {"1.1-10"}}},
        Ladder{"alpine",
               VersionOrder::kAlpine,
               {{"1.0_alpha"},
                {"1.0_alpha1"},
                {"1.0_beta1"},
                {"1.0_pre1"},
                {"1.0_rc1"},
                {"1.0"},
                {"1.0-r1"},
                {"1.0-r10"},
                {"1.0_git20200101"},
                {"1.0_p1"},
                {"1.0a"},
                {"1.0b"},
                {"1.0.1"},
                {"1.01"},
                {"1.1"},
                {"1.2.9"},
                {"1.2.10"},
                {"2.4"},
                {"2.30"}}},
        Ladder{"go",
               VersionOrder::kGo,
               {{"v0.0.0-20190101000000-abcdefabcdef"},
                {"v0.0.0-20200101000000-abcdefabcdef"},
                {"v0.0.1"},
                {"v1.0.0-rc.9"},
                {"v1.0.0-rc.10"},
                {"v1.2.0", "v1.2", "1.2.0"},
                {"v1.2.3-pre"},
                {"v1.2.3-pre.0.20200101000000-abcdefabcdef"},
                {"v1.2.3-pre.1"},
                {"v1.2.3", "v1.2.3+incompatible"},
                {"v1.2.4-0.20200101000000-abcdefabcdef"},
                {"v1.2.4-pre"},
                {"v1.2.4"}}},
        Ladder{"composer",
               VersionOrder::kComposer,
               {{"dev-main"},
                {"1.0-dev"},
                {"1.0-alpha1"},
                {"1.0-beta2", "1.0-b2"},
                {"1.0-beta10"},
                {"1.0-RC1"},
                {"1.0", "1.0.0+b", "v1.0.0.0"},
                {"1.0-p1"},
                {"1.2", "v1.2", "1.2.0.0"},
                {"1.9"},
                {"1.9.9"},
                {"1.10"},
                {"1.x-dev"}}}),
    [](const testing::TestParamInfo<Ladder>& info) { return info.param.what; });

TEST(Versions, AreNoneWhereTheToolSaysSo) {
  for (const char* text :
       {"1.2", "01.2.3", "1.2.3.4", "9007199254740992.0.0", "1.0.0-01", "", "1.0.0-", "v1.0.0"})
    EXPECT_FALSE(is_version(VersionOrder::kSemVer, text)) << text;
  for (const char* text : {"1.0-", "2004d", "1.0-2-3", "", "1.0+", "abc"})
    EXPECT_FALSE(is_version(VersionOrder::kPep440, text)) << text;
  for (const char* text : {"", "a1", "1.0-", "1..0"})
    EXPECT_FALSE(is_version(VersionOrder::kRubyGems, text)) << text;
  for (const char* text : {"", "1.2.3.4.5", "a", "1.0-"})
    EXPECT_FALSE(is_version(VersionOrder::kNuGet, text)) << text;
  for (const char* text : {"", "1.2.3.4", "v1.2-pre", "v01"})
    EXPECT_FALSE(is_version(VersionOrder::kGo, text)) << text;
  for (const char* text : {"", "a1", "1.0-", "x:1"})
    EXPECT_FALSE(is_version(VersionOrder::kDebian, text)) << text;
  for (const char* text : {"", "1.0_foo", "1.0-1"})
    EXPECT_FALSE(is_version(VersionOrder::kAlpine, text)) << text;
  for (const char* text : {"", "latest", "1.0-foo"})
    EXPECT_FALSE(is_version(VersionOrder::kComposer, text)) << text;
  const std::string huge(kMostVersionBytes + 1, '1');
  for (int order = 1; order <= static_cast<int>(VersionOrder::kAlpine); ++order)
    EXPECT_FALSE(is_version(static_cast<VersionOrder>(order), huge)) << order;
}

TEST(Versions, OfUnknownOrderAreOnlyEqualToThemselves) {
  EXPECT_EQ(compare_versions(VersionOrder::kNone, "x", "x"), std::weak_ordering::equivalent);
  EXPECT_FALSE(compare_versions(VersionOrder::kNone, "1", "2"));
}

// Versions of an order: pieces are added, and the longest text on the way that is one counts.
std::string version_of(VersionOrder order) {
  static const std::vector<std::string> kPieces = {
      "0",   "1",    "2",   "9", "10",  "01", "00", "123", ".",        ".",     ".",
      "-",   "_",    "+",   "~", "^",   ":",  ".a", "-b",  "rc",       "-rc",   "beta",
      "pre", "post", "dev", "p", "-r1", "x",  "A",  "git", "SNAPSHOT", "final", "sp"};
  const bool three = order == VersionOrder::kSemVer;
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kPieces));
  std::string text = three ? "1.0." + *rc::gen::elementOf(std::vector<std::string>{"0", "1", "10"})
                           : *rc::gen::elementOf(std::vector<std::string>{"0", "1", "10"});
  std::string version = text;
  for (std::size_t i = 0; i < pieces.size() && i < 10; ++i) {
    text += pieces[i];
    if (is_version(order, text)) version = text;
  }
  return version;
}

class EveryOrder : public testing::TestWithParam<int> {};

TEST_P(EveryOrder, IsATotalPreorder) {
  const auto order = static_cast<VersionOrder>(GetParam());
  const bool holds = rc::check([&] {
    const std::string a = version_of(order);
    const std::string b = version_of(order);
    const std::string c = version_of(order);
    const auto ab = *compare_versions(order, a, b);
    const auto ba = *compare_versions(order, b, a);
    const auto bc = *compare_versions(order, b, c);
    const auto ac = *compare_versions(order, a, c);
    RC_ASSERT(((ab < 0) == (ba > 0)));
    RC_ASSERT(((ab == 0) == (ba == 0)));
    RC_ASSERT((*compare_versions(order, a, a) == 0));
    // Maven's own order has cycles: 1-alpha < 1 < 1.x.1 < 1-alpha.
    if (order == VersionOrder::kMaven) return;
    if (ab <= 0 && bc <= 0) RC_ASSERT((ac <= 0));
    if (ab == 0 && bc == 0) RC_ASSERT((ac == 0));
    if (ab < 0 && bc <= 0) RC_ASSERT((ac < 0));
  });
  EXPECT_TRUE(holds);
}

INSTANTIATE_TEST_SUITE_P(All, EveryOrder, testing::Range(1, 11));

}  // namespace
}  // namespace trawl
