#include "engine/assure/gate.h"

#include <gtest/gtest.h>

#include <string>

namespace trawl {
namespace {

std::string error_of(const std::string& text) {
  const auto policy = read_gate_policy("gate.toml", text);
  return policy ? std::string() : policy.error().sentence();
}

std::vector<GateLine> judged(const std::string& keys, const GateFacts& facts) {
  const auto policy = read_gate_policy("gate.toml", "[[gate]]\nname = 'g'\n" + keys);
  EXPECT_TRUE(policy.ok()) << (policy ? "" : policy.error().sentence());
  if (!policy) return {};
  return judge_policy(*policy, facts);
}

TEST(GateFile, UnknownKeysAreErrorsWithLineAndColumn) {
  EXPECT_NE(error_of("[[gate]]\nname = 'g'\nmax-opne = 1\n").find("gate.toml:3:1: unknown key 'max-opne'"),
            std::string::npos);
  EXPECT_NE(error_of("[gates]\n").find("gate.toml:1:2: unknown key 'gates'"), std::string::npos);
  EXPECT_NE(error_of("[[gate]]\nname = 'g'\nmax-open = {hihg = 0}\n").find("gate.toml:3:13"),
            std::string::npos);
  EXPECT_NE(error_of("[suppressions]\nforever = true\n").find("unknown key 'forever'"), std::string::npos);
}

TEST(GateFile, AGateThatAsksForNothingIsAnError) {
  EXPECT_NE(error_of("").find("there is no [[gate]]"), std::string::npos);
  EXPECT_NE(error_of("[[gate]]\nname = 'g'\n").find("no condition"), std::string::npos);
  EXPECT_NE(error_of("[[gate]]\nname = 'g'\nmetric = 'm'\n").find("'metric' needs"), std::string::npos);
  EXPECT_NE(error_of("[[gate]]\nname = 'g'\nmax-open = {}\n").find("how many"), std::string::npos);
  EXPECT_NE(error_of("[[gate]]\nname = 'g'\nmax-open = {high = -1}\n").find("whole number"),
            std::string::npos);
  EXPECT_NE(error_of("[[gate]]\nname = 'g'\nvulndb-max-age = 'soon'\n").find("days"), std::string::npos);
  EXPECT_NE(error_of("[[gate]]\nname = 'g'\nmax-not-parsed = '2'\n").find("share"), std::string::npos);
  EXPECT_NE(error_of("[[gate]]\nname = 'g'\ncontrol = 'p8:P8-1'\n").find("belong together"),
            std::string::npos);
  EXPECT_NE(error_of("[[gate]]\nname = 'g'\nprofile = 'strict'\n").find("one of"), std::string::npos);
}

// A condition that cannot be measured is not met: an empty evidence meets none but those that count findings.
TEST(Gate, WhatCannotBeMeasuredIsNotMet) {
  const Evidence nothing;
  GateFacts facts;
  facts.evidence = &nothing;
  facts.as_of = "2026-11-28";
  for (const char* keys :
       {"max-new = {high = 0}", "ran = ['dep-vulnerable']", "vulndb-max-age = '7d'", "max-not-parsed = '2%'",
        "metric = 'monitoring_coverage'\ngreater = 90", "metric = 'monitoring_coverage'\nless = 90",
        "attestation = 'backup-restore'", "control = 'p8:P8-1'\nstatus = ['PASS']",
        "framework = 'plan-phase8'\nwithout = ['FAIL']", "complete = true"}) {
    const std::vector<GateLine> lines = judged(keys, facts);
    ASSERT_EQ(lines.size(), 1U) << keys;
    EXPECT_FALSE(lines[0].met) << keys << ": " << lines[0].measured;
  }
}

TEST(Gate, CountsFindings) {
  Evidence evidence;
  EvidenceFinding finding;
  finding.severity = Severity::kHigh;
  finding.fingerprint = "f";
  evidence.findings = {finding};
  GateFacts facts;
  facts.evidence = &evidence;
  EXPECT_TRUE(judged("max-open = {critical = 0}", facts)[0].met);
  EXPECT_FALSE(judged("max-open = {high = 0}", facts)[0].met);
  EXPECT_TRUE(judged("max-open = {high = 1}", facts)[0].met);
  EXPECT_FALSE(judged("max-open = {all = 0}", facts)[0].met);
  EXPECT_TRUE(judged("max-open = {high = 0}\nconfidence = 'very-high'", facts)[0].met);
  std::set<std::string> earlier = {"f"};
  facts.earlier = &earlier;
  EXPECT_TRUE(judged("max-new = {high = 0}", facts)[0].met);
  earlier.clear();
  EXPECT_FALSE(judged("max-new = {high = 0}", facts)[0].met);
  evidence.findings[0].suppressed = true;
  EXPECT_TRUE(judged("max-open = {high = 0}", facts)[0].met);
  EXPECT_FALSE(judged("max-suppressed = 0", facts)[0].met);
}

TEST(Gate, NamesTheMeasuresWhenOneIsMistyped) {
  const Evidence nothing;
  GateFacts facts;
  facts.evidence = &nothing;
  EXPECT_NE(judged("metric = 'monitorng'\ngreater = 90", facts)
                .at(0)
                .measured.find("known are alerts_tested_ratio"),
            std::string::npos);
}

// An empty folder, or one of which everything is left out, is no tree without findings.
TEST(Gate, CountsNothingWhereNothingWasLookedAt) {
  Evidence evidence;
  evidence.has_ledger = evidence.whole_tree = evidence.complete = true;
  GateFacts facts;
  facts.evidence = &evidence;
  facts.all_is_new = true;
  for (const char* keys : {"max-open = {critical = 0}", "max-new = {high = 0}", "max-suppressed = 0"}) {
    const GateLine line = judged(keys, facts).at(0);
    EXPECT_FALSE(line.met) << keys;
    EXPECT_EQ(line.measured, "not available: nothing was there that could be judged") << keys;
  }
  LedgerFamily secrets;
  secrets.family = "secret";
  secrets.kind = "file";
  secrets.inputs[0] = 1;
  evidence.families = {secrets};
  EXPECT_TRUE(judged("max-open = {critical = 0}", facts).at(0).met);
  // A change without files leaves nothing to look at, and that is all of it.
  evidence.families.clear();
  evidence.whole_tree = false;
  EXPECT_TRUE(judged("max-open = {critical = 0}", facts).at(0).met);
}

TEST(Gate, RanMeansThatARuleSawAnInputItCouldJudge) {
  Evidence evidence;
  EvidenceKind lock;
  lock.kind = "package-lock";
  lock.rules = {"dep-vulnerable"};
  lock.inputs = {{"package-lock",
                  "package-lock.json",
                  "",
                  EvidenceOutcome::kClean,
                  {{"dep-vulnerable", EvidenceOutcome::kNoData}}}};
  evidence.kinds = {lock};
  GateFacts facts;
  facts.evidence = &evidence;
  EXPECT_FALSE(judged("ran = ['dep-vulnerable']", facts)[0].met);
  evidence.kinds[0].inputs[0].rules.clear();
  EXPECT_TRUE(judged("ran = ['dep-*']", facts)[0].met);
  evidence.kinds[0].inputs[0].whole = EvidenceOutcome::kNotParsed;
  EXPECT_FALSE(judged("ran = ['dep-*']", facts)[0].met);
}

TEST(Gate, AcceptedFindingsNeedWhatThePolicyAsks) {
  Evidence evidence;
  EvidenceFinding finding;
  finding.suppressed = true;
  finding.justification = "baseline: test fixture (alice, until 2027-01-01)";
  evidence.findings = {finding};
  GateFacts facts;
  facts.evidence = &evidence;
  facts.as_of = "2026-11-28";
  const std::string keys =
      "complete = true\n[suppressions]\nrequire-reason = true\nrequire-expiry = true\nmax-days = ";
  auto lines = judged(keys + "60", facts);
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_TRUE(lines[1].met && lines[2].met && lines[3].met);
  EXPECT_FALSE(judged(keys + "10", facts)[3].met);
  evidence.findings[0].justification = "comment 'trawl:allow'";
  lines = judged(keys + "60", facts);
  EXPECT_FALSE(lines[1].met || lines[2].met || lines[3].met);
}

TEST(Gate, EveryProfileHasConditions) {
  for (const std::string_view name : gate_profile_names()) {
    const auto gate = gate_profile(name);
    ASSERT_TRUE(gate);
    EXPECT_FALSE(gate->conditions.empty()) << name;
  }
  EXPECT_FALSE(gate_profile("none"));
}

}  // namespace
}  // namespace trawl
