#include "engine/scan/pairing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

namespace trawl {
namespace {

constexpr std::array<Requirement, 1> kNeedsId = {Requirement{"acme-id", 10, true}};

SecretRule rule_of(std::string_view id, RuleRole role, Severity severity,
                   std::span<const Requirement> requirements = {}) {
  SecretRule made;
  made.rule.id = id;
  made.rule.name = id;
  made.rule.severity = severity;
  made.role = role;
  made.requirements = requirements;
  return made;
}

const SecretRule kSecret = rule_of("acme-secret", RuleRole::kSecret, Severity::kHigh, kNeedsId);
const SecretRule kIdentifier = rule_of("acme-id", RuleRole::kIdentifier, Severity::kLow);
const SecretRule kCompanion = rule_of("acme-id", RuleRole::kCompanion, Severity::kLow);

struct Case {
  std::vector<Finding> findings;
  std::vector<PairCandidate> candidates;

  void add(const SecretRule& rule, const std::string& fingerprint, const std::vector<std::string>& paths) {
    Finding& finding = findings.emplace_back();
    finding.rule = &rule.rule;
    finding.severity = rule.rule.severity;
    finding.fingerprint = fingerprint;
    for (const std::string& path : paths) {
      finding.locations.emplace_back();
      finding.locations.back().path = path;
      finding.locations.back().span = span_of(1, 9);
    }
    rules.push_back(&rule);
  }
  void settle() {
    for (std::size_t i = 0; i < findings.size(); ++i) {
      candidates.push_back({&findings[i], rules[i], findings[i].severity, {}, false});
    }
    settle_pairs(candidates);
  }
  [[nodiscard]] const PairCandidate& of(const std::string& fingerprint) const {
    return *std::find_if(candidates.begin(), candidates.end(),
                         [&](const PairCandidate& one) { return one.finding->fingerprint == fingerprint; });
  }
  std::vector<const SecretRule*> rules;
};

TEST(Pairing, FilesOfOneDirectoryAreOneFindingAndCritical) {
  Case made;
  made.add(kSecret, "s", {"d/secret"});
  made.add(kIdentifier, "i", {"d/id"});
  made.settle();
  EXPECT_EQ(made.of("s").finding->severity, Severity::kCritical);
  ASSERT_EQ(made.of("s").finding->partners.size(), 1U);
  EXPECT_EQ(made.of("s").finding->partners[0].path, "d/id");
  EXPECT_TRUE(made.of("i").shown_as_partner);
}

TEST(Pairing, OtherDirectoriesAndTheSameFileAreNotPaired) {
  for (const std::string path : {"id", "e/id", "d/e/id", "d/secret"}) {
    Case made;
    made.add(kSecret, "s", {"d/secret"});
    made.add(kIdentifier, "i", {path});
    made.settle();
    EXPECT_EQ(made.of("s").finding->severity, Severity::kHigh) << path;
    EXPECT_FALSE(made.of("i").shown_as_partner) << path;
  }
}

TEST(Pairing, ACompanionIsNeverAFinding) {
  Case made;
  made.add(kCompanion, "c", {"d/host"});
  made.settle();
  EXPECT_TRUE(made.of("c").shown_as_partner);
}

TEST(Pairing, AnIdentifierStaysWhereItsSecretIsNotShown) {
  Case made;
  made.add(kSecret, "s", {"d/secret"});
  made.add(kIdentifier, "i", {"d/id", "e/id"});
  made.settle();
  ASSERT_FALSE(made.of("i").shown_as_partner);
  ASSERT_EQ(made.of("i").finding->locations.size(), 1U);
  EXPECT_EQ(made.of("i").finding->locations[0].path, "e/id");
  EXPECT_EQ(made.of("i").finding->severity, Severity::kLow);
  EXPECT_TRUE(made.of("i").finding->partners.empty());
}

TEST(Pairing, AnAcceptedSecretDoesNotHideItsIdentifier) {
  Case made;
  made.add(kSecret, "s", {"d/secret"});
  made.findings[0].suppression = Suppression{Suppression::Kind::kInSource, "test"};
  made.add(kIdentifier, "i", {"d/id"});
  made.settle();
  EXPECT_FALSE(made.of("i").shown_as_partner);
}

TEST(Pairing, TheOrderOfCandidatesNeverShows) {
  std::mt19937 random(5);
  std::vector<std::pair<const SecretRule*, std::vector<std::string>>> all;
  for (int i = 0; i < 40; ++i) {
    std::vector<std::string> paths;
    for (int j = 0; j < 3; ++j)
      paths.push_back("d" + std::to_string(random() % 5) + "/f" + std::to_string(random() % 30));
    all.emplace_back(i % 2 == 0 ? &kSecret : &kIdentifier, paths);
  }
  std::vector<std::size_t> order(all.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::string expected;
  for (int round = 0; round < 6; ++round) {
    Case made;
    for (const std::size_t i : order) made.add(*all[i].first, std::to_string(100 + i), all[i].second);
    made.settle();
    std::string shape;
    for (const PairCandidate& one : made.candidates) {
      shape += one.finding->fingerprint + std::string(name_of(one.finding->severity));
      std::vector<std::string> partners;
      for (const Location& place : one.finding->partners) partners.push_back(place.path);
      std::sort(partners.begin(), partners.end());
      for (const std::string& path : partners) shape += " " + path;
      shape += "\n";
    }
    if (round == 0) expected = shape;
    EXPECT_EQ(shape, expected);
    std::shuffle(order.begin(), order.end(), random);
  }
}

}  // namespace
}  // namespace trawl
