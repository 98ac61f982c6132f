#include "engine/store/identity_key.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <set>
#include <string>
#include <vector>

#include "engine/store/baseline.h"
#include "tests/unit/store/temporary_folder.h"

namespace trawl {
namespace {

constexpr const char* kFileKey = "the key in a file of the user";
constexpr const char* kEnvironmentKey = "the key of the environment";
constexpr const char* kBaselineKey = "the key of the baseline";

IdentityKey key_of(const std::string& text) {
  return IdentityKey::from_text(text).value();
}

TEST(ChooseIdentityKey, TakesTheFirstThereIs) {
  const TemporaryFolder folder;
  const Baseline baseline = Baseline::with_own_key(key_of(kBaselineKey));
  IdentityKeySources sources;
  sources.state_folder = folder.path("state/trawl");

  Result<ChosenIdentityKey> key = choose_identity_key(sources);
  ASSERT_TRUE(key) << key.error().sentence();
  EXPECT_EQ(key->origin, IdentityKeyOrigin::kState);
  EXPECT_EQ(folder.text_of("state/trawl/identity-key"), key->key.to_stored_text() + "\n");
  EXPECT_EQ(choose_identity_key(sources)->key, key->key);

  sources.baseline = &baseline;
  key = choose_identity_key(sources);
  EXPECT_EQ(key->origin, IdentityKeyOrigin::kBaseline);
  EXPECT_EQ(key->key, key_of(kBaselineKey));

  sources.baseline = nullptr;
  sources.environment_key = kEnvironmentKey;
  key = choose_identity_key(sources);
  EXPECT_EQ(key->origin, IdentityKeyOrigin::kEnvironment);
  EXPECT_EQ(key->key, key_of(kEnvironmentKey));

  sources.key_file = folder.put("key", kFileKey + std::string("\n"));
  key = choose_identity_key(sources);
  EXPECT_EQ(key->origin, IdentityKeyOrigin::kFile);
  EXPECT_EQ(key->key, key_of(kFileKey));
  EXPECT_TRUE(key->notifications.empty());
}

TEST(ChooseIdentityKey, RefusesABaselineOfAnotherKey) {
  const Baseline own = Baseline::with_own_key(key_of(kBaselineKey));
  const Baseline supplied = Baseline::with_supplied_key(key_of(kBaselineKey));
  for (const Baseline* baseline : {&own, &supplied}) {
    IdentityKeySources sources;
    sources.baseline = baseline;
    sources.environment_key = kEnvironmentKey;
    const Result<ChosenIdentityKey> other = choose_identity_key(sources);
    ASSERT_FALSE(other);
    EXPECT_NE(other.error().sentence().find("TRAWL_IDENTITY_KEY"), std::string::npos);
    sources.environment_key = kBaselineKey;
    EXPECT_TRUE(choose_identity_key(sources));
  }
  IdentityKeySources sources;
  sources.baseline = &supplied;  // and nobody supplies its key
  EXPECT_FALSE(choose_identity_key(sources));
}

TEST(ChooseIdentityKey, FailsWhereTheUserSuppliesAnUnfitOne) {
  const TemporaryFolder folder;
  const auto sentence = [](const IdentityKeySources& sources) {
    const Result<ChosenIdentityKey> key = choose_identity_key(sources);
    return key ? "chosen" : key.error().sentence();
  };
  EXPECT_EQ(sentence({.key_file = folder.path("none")}),
            "opening " + folder.path("none") + ": No such file or directory");
  EXPECT_NE(sentence({.key_file = folder.put("short", "secret7")}).find("at least 16 bytes"),
            std::string::npos);
  EXPECT_EQ(sentence({.key_file = folder.path("short")}).find("secret7"), std::string::npos);
  EXPECT_NE(sentence({.key_file = folder.put("long", std::string(4097, 'x'))}).find("at most 4096"),
            std::string::npos);
  EXPECT_NE(sentence({.key_file = folder.path(".")}).find("Is a directory"), std::string::npos);
  EXPECT_NE(sentence({.environment_key = "secret7"}).find("TRAWL_IDENTITY_KEY: "), std::string::npos);
  EXPECT_EQ(sentence({.environment_key = "secret7"}).find("secret7"), std::string::npos);
}

TEST(ChooseIdentityKey, FollowsALinkThatTheUserNames) {
  const TemporaryFolder folder;
  folder.put("key", kFileKey);
  ASSERT_EQ(::symlink("key", folder.path("link").c_str()), 0);
  EXPECT_EQ(choose_identity_key({.key_file = folder.path("link")})->key, key_of(kFileKey));
}

struct BadState {
  const char* what;
  void (*prepare)(const TemporaryFolder& folder);
  const char* expected;
};

class UnfitState : public testing::TestWithParam<BadState> {};

TEST_P(UnfitState, GivesAKeyOfThisRunAndSaysWhy) {
  const TemporaryFolder folder;
  GetParam().prepare(folder);
  const IdentityKeySources sources{.state_folder = folder.path("trawl")};
  const Result<ChosenIdentityKey> first = choose_identity_key(sources);
  const Result<ChosenIdentityKey> second = choose_identity_key(sources);
  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  EXPECT_EQ(first->origin, IdentityKeyOrigin::kThisRun);
  EXPECT_NE(first->key, second->key);
  ASSERT_EQ(first->notifications.size(), 1u);
  EXPECT_EQ(first->notifications[0].reason, Reason::kIdentityKey);
  EXPECT_NE(first->notifications[0].message.find(GetParam().expected), std::string::npos)
      << first->notifications[0].message;
}

void put_key(const TemporaryFolder& folder, const std::string& text, mode_t mode) {
  ASSERT_EQ(::mkdir(folder.path("trawl").c_str(), 0700), 0);
  folder.put("trawl/identity-key", text, mode);
}

INSTANTIATE_TEST_SUITE_P(
    State, UnfitState,
    testing::Values(
        BadState{"readable_by_others",
                 [](const auto& folder) { put_key(folder, std::string(64, 'a'), 0644); }, "chmod 600"},
        BadState{"torn", [](const auto& folder) { put_key(folder, "0123", 0600); }, "at least 16 bytes"},
        BadState{"huge", [](const auto& folder) { put_key(folder, std::string(5000, 'a'), 0600); },
                 "larger than"},
        BadState{"symbolic_link",
                 [](const auto& folder) {
                   ASSERT_EQ(::mkdir(folder.path("trawl").c_str(), 0700), 0);
                   folder.put("elsewhere", std::string(64, 'a'), 0600);
                   ASSERT_EQ(::symlink("../elsewhere", folder.path("trawl/identity-key").c_str()), 0);
                 },
                 "symbolic link"},
        BadState{"dangling_link",
                 [](const auto& folder) {
                   ASSERT_EQ(::mkdir(folder.path("trawl").c_str(), 0700), 0);
                   ASSERT_EQ(::symlink("/nowhere/at/all", folder.path("trawl/identity-key").c_str()), 0);
                 },
                 "symbolic link"},
        BadState{"file_in_the_way", [](const auto& folder) { folder.put("trawl", ""); }, "creating"}),
    [](const auto& test) { return test.param.what; });

TEST(ChooseIdentityKey, SaysThatThereIsNoFolderForState) {
  const Result<ChosenIdentityKey> key = choose_identity_key({});
  ASSERT_TRUE(key);
  EXPECT_EQ(key->origin, IdentityKeyOrigin::kThisRun);
  ASSERT_EQ(key->notifications.size(), 1u);
  EXPECT_NE(key->notifications[0].message.find("XDG_STATE_HOME"), std::string::npos);
}

TEST(ChooseIdentityKey, GivesAllProcessesThatCreateItTheSameOne) {
  constexpr int kProcesses = 16;
  for (int round = 0; round < 20; ++round) {
    const TemporaryFolder folder;
    std::array<int, 2> answers{};
    std::array<int, 2> start{};
    ASSERT_EQ(::pipe(answers.data()), 0);
    ASSERT_EQ(::pipe(start.data()), 0);
    std::vector<pid_t> children;
    for (int i = 0; i < kProcesses; ++i) {
      const pid_t child = ::fork();
      ASSERT_GE(child, 0);
      if (child == 0) {
        ::close(start[1]);
        char nothing = 0;
        static_cast<void>(
            ::read(start[0], &nothing, 1));  // returns for all at once, when the parent closes its end
        const Result<ChosenIdentityKey> key = choose_identity_key({.state_folder = folder.path("a/trawl")});
        const bool good = key && key->origin == IdentityKeyOrigin::kState;
        const std::string text = good ? key->key.to_stored_text() : std::string(64, '!');
        ::_exit(::write(answers[1], text.data(), text.size()) == 64 ? 0 : 1);
      }
      children.push_back(child);
    }
    ::close(start[0]);
    ::close(start[1]);
    ::close(answers[1]);
    std::set<std::string> keys;
    for (int i = 0; i < kProcesses; ++i) {
      std::string text(64, '?');
      EXPECT_EQ(::read(answers[0], text.data(), text.size()), 64);
      keys.insert(text);
    }
    ::close(answers[0]);
    for (const pid_t child : children) {
      int status = 0;
      ::waitpid(child, &status, 0);
      EXPECT_EQ(status, 0);
    }
    EXPECT_EQ(keys.size(), 1u);
    EXPECT_FALSE(keys.contains(std::string(64, '!')));
  }
}

struct Place {
  const char* what;
  const char* xdg_state_home;
  const char* home;
  const char* expected;
};

class StateFolder : public testing::TestWithParam<Place> {};

TEST_P(StateFolder, Is) {
  EXPECT_EQ(state_folder_of(GetParam().xdg_state_home, GetParam().home), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Xdg, StateFolder,
                         testing::Values(Place{"variable", "/s", "/h", "/s/trawl"},
                                         Place{"home", nullptr, "/h", "/h/.local/state/trawl"},
                                         Place{"empty_variable", "", "/h", "/h/.local/state/trawl"},
                                         Place{"relative_variable", "s", "/h", "/h/.local/state/trawl"},
                                         Place{"nothing", nullptr, nullptr, ""},
                                         Place{"relative_home", nullptr, "h", ""}),
                         [](const auto& test) { return test.param.what; });

}  // namespace
}  // namespace trawl
