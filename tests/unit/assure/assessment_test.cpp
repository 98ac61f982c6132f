#include "engine/assure/assessment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace trawl {
namespace {

using Status = ControlStatus;

// Better statuses have greater numbers; "does not apply" is neither better nor worse than any.
int goodness(Status status) {
  switch (status) {
    case Status::kFail:
      return 0;
    case Status::kExpired:
      return 1;
    case Status::kNotChecked:
      return 2;
    case Status::kPartial:
      return 3;
    case Status::kAttested:
      return 4;
    case Status::kPass:
      return 5;
    case Status::kNotApplicable:
      return 6;
  }
  return -1;
}

Framework framework_of(const std::string& keys) {
  const std::string text =
      "framework = 'f'\nkey = 'f'\ntitle = 't'\n[[control]]\nid = 'C'\ntitle = 'c'\n" + keys;
  Result<Framework> framework = read_framework("f.toml", text);
  EXPECT_TRUE(framework.ok()) << (framework ? "" : framework.error().sentence());
  return framework ? *framework : Framework{};
}

Evidence clean_evidence() {
  Evidence evidence;
  evidence.has_ledger = evidence.whole_tree = evidence.complete = true;
  EvidenceKind compose;
  compose.kind = "compose";
  compose.rules = {"compose-a", "compose-b"};
  compose.inputs = {{"compose", "one.yml", "", EvidenceOutcome::kClean, {}},
                    {"compose", "two.yml", "", EvidenceOutcome::kClean, {}}};
  evidence.kinds = {compose};
  LedgerFamily secrets;
  secrets.family = "secret";
  secrets.kind = "file";
  secrets.inputs[0] = 5;
  evidence.families = {secrets};
  return evidence;
}

EvidenceFinding finding_of(const std::string& rule, Severity severity, const std::string& kind = "config") {
  EvidenceFinding finding;
  finding.rule = rule;
  finding.kind = kind;
  finding.severity = severity;
  return finding;
}

Attestation attestation_of(bool valid) {
  Attestation attestation;
  attestation.id = "a";
  attestation.controls = {"f:C"};
  attestation.expired = !valid;
  return attestation;
}

ControlResult assessed(const std::string& keys, const Evidence& evidence,
                       const std::vector<Attestation>& attestations = {}) {
  static std::vector<Framework> kept;  // results borrow from it
  kept.reserve(100'000);
  kept.push_back(framework_of(keys));
  return assess(kept.back(), evidence, attestations).controls.at(0);
}

Status status_of(const std::string& keys, const Evidence& evidence,
                 const std::vector<Attestation>& attestations = {}) {
  return assessed(keys, evidence, attestations).status;
}

TEST(Assessment, PassesOnRulesThatRanClean) {
  const ControlResult result = assessed("rules = ['compose-*']", clean_evidence());
  EXPECT_EQ(result.status, Status::kPass);
  EXPECT_EQ(result.rows[0], 4U);
  EXPECT_EQ(result.input_count, 2U);
  EXPECT_EQ(result.rules, (std::vector<std::string>{"compose-a", "compose-b"}));
}

TEST(Assessment, NothingFoundWithoutAnInputIsNoPass) {
  Evidence evidence = clean_evidence();
  EXPECT_EQ(status_of("rules = ['k8s-*']", evidence), Status::kNotChecked);
  evidence.kinds[0].inputs.clear();
  EXPECT_EQ(status_of("rules = ['compose-*']", evidence), Status::kNotChecked);
  EXPECT_EQ(status_of("", clean_evidence()), Status::kNotChecked);
}

TEST(Assessment, FailsOnAnOpenFindingOfItsLevel) {
  Evidence evidence = clean_evidence();
  evidence.findings = {finding_of("compose-a", Severity::kMedium)};
  EXPECT_EQ(status_of("rules = ['compose-*']", evidence), Status::kFail);
  EXPECT_EQ(status_of("rules = ['compose-*']\nlevel = 'high'", evidence), Status::kPass);
  EXPECT_EQ(status_of("rules = ['compose-b']", evidence), Status::kPass);
  evidence.findings[0].suppressed = true;
  EXPECT_EQ(status_of("rules = ['compose-*']", evidence), Status::kPartial);
}

TEST(Assessment, RulesOfSecretsAreMeantByTheirFamilyOnly) {
  Evidence evidence = clean_evidence();
  evidence.findings = {finding_of("compose-a", Severity::kHigh, "secret")};
  EXPECT_EQ(status_of("rules = ['compose-*']", evidence), Status::kPass);
  EXPECT_EQ(status_of("rules = ['secret/*']", evidence), Status::kFail);
  EXPECT_EQ(status_of("rules = ['*/*']", evidence), Status::kFail);
}

// Searching a text for secrets is a check of its own. It is none of what a program does, needs or runs in.
TEST(Assessment, TextThatWasSearchedForSecretsIsNoProgram) {
  Evidence evidence = clean_evidence();
  EXPECT_EQ(status_of("rules = ['*/*']", evidence), Status::kPass);
  EXPECT_EQ(status_of("needs = ['run']", evidence), Status::kPass);
  EXPECT_EQ(status_of("rules = ['secret/*', 'cloud-*']\nneeds = ['program']", evidence), Status::kPass);
  // Pages and rules about the tree as a whole make no program.
  for (const char* kind : {"tree", "gitignore", "codeowners", "security-txt", "threat-model",
                           "incident-runbook", "recovery-plan"}) {
    evidence.kinds[0].kind = kind;
    EXPECT_EQ(status_of("rules = ['*/*']", evidence), Status::kNotChecked) << kind;
  }
  evidence.kinds[0].kind = "compose";
  for (LedgerInput& input : evidence.kinds[0].inputs) input.whole = EvidenceOutcome::kNotParsed;
  EXPECT_EQ(status_of("rules = ['*/*']", evidence), Status::kNotChecked);
  evidence.kinds.clear();
  const ControlResult result = assessed("rules = ['*/*']", evidence);
  EXPECT_EQ(result.status, Status::kNotChecked);
  ASSERT_FALSE(result.reasons.empty());
  EXPECT_EQ(result.reasons[0], "no configuration, dependency or code was there that it could judge");
  EXPECT_EQ(status_of("needs = ['run']", evidence), Status::kNotChecked);
  EXPECT_EQ(status_of("rules = ['secret/*', 'cloud-*']\nneeds = ['program']", evidence), Status::kNotChecked);
  EXPECT_EQ(status_of("rules = ['secret/*']", evidence), Status::kPass);
  // Code in a language without checkers was met, not judged.
  LedgerFamily code;
  code.family = "flow";
  code.kind = "code-python";
  code.rules = {"command-injection"};
  code.inputs[static_cast<std::size_t>(EvidenceOutcome::kNoData)] = 3;
  evidence.families.push_back(code);
  EXPECT_EQ(status_of("rules = ['*/*']", evidence), Status::kNotChecked);
  evidence.families.back().kind = "code-c";
  evidence.families.back().inputs = {3};
  EXPECT_EQ(status_of("rules = ['*/*']", evidence), Status::kPass);
  // A secret fails it with or without a program.
  evidence.families.pop_back();
  evidence.findings = {finding_of("any-token", Severity::kHigh, "secret")};
  EXPECT_EQ(status_of("rules = ['*/*']", evidence), Status::kFail);
}

TEST(Assessment, WhatHasNoInputDoesNotApplyAfterACompleteWalkOnly) {
  Evidence evidence = clean_evidence();
  const std::string keys = "rules = ['k8s-*']\nscope = ['kubernetes']";
  EXPECT_EQ(status_of(keys, evidence), Status::kNotApplicable);
  evidence.notifications.push_back({"unreadable-directory", "error", "x", "y", 1, true});
  EXPECT_EQ(status_of(keys, evidence), Status::kNotChecked);
  evidence.notifications.clear();
  evidence.whole_tree = false;
  EXPECT_EQ(status_of(keys, evidence), Status::kNotChecked);
  evidence.whole_tree = true;
  evidence.not_asked = {"config"};
  EXPECT_EQ(status_of(keys, evidence), Status::kNotChecked);
}

TEST(Assessment, AttestationsCountWhereAControlNeedsThem) {
  const std::string needs = "needs = ['attestation']";
  EXPECT_EQ(status_of(needs, clean_evidence(), {attestation_of(true)}), Status::kAttested);
  EXPECT_EQ(status_of(needs, clean_evidence(), {attestation_of(false)}), Status::kExpired);
  EXPECT_EQ(status_of(needs, clean_evidence()), Status::kNotChecked);
  const std::string both = needs + "\nrules = ['compose-*']";
  EXPECT_EQ(status_of(both, clean_evidence()), Status::kPartial);
  EXPECT_EQ(status_of(both, clean_evidence(), {attestation_of(true)}), Status::kPass);
  Attestation failed = attestation_of(true);
  failed.failed = true;
  EXPECT_EQ(status_of(both, clean_evidence(), {failed}), Status::kFail);
  // A word does not take the place of a rule that is switched off, or of a file that was not met.
  Evidence evidence = clean_evidence();
  evidence.kinds[0].disabled = std::exchange(evidence.kinds[0].rules, {});
  EXPECT_NE(status_of(both, evidence, {attestation_of(true)}), Status::kAttested);
}

TEST(Assessment, CleanConfigurationSaysNothingOfCodeNobodyLookedAt) {
  Evidence evidence = clean_evidence();
  LedgerFamily code;
  code.family = "flow";
  code.kind = "code-python";
  code.rules = {"sql-injection"};
  code.inputs[static_cast<std::size_t>(EvidenceOutcome::kNoData)] = 3;
  evidence.families.push_back(code);
  const std::string keys = "rules = ['compose-*', 'sql-injection']\nneeds = ['code']";
  EXPECT_EQ(status_of(keys, evidence), Status::kNotChecked);
  code.kind = "code-c";
  code.inputs = {};
  code.inputs[0] = 2;
  evidence.families.push_back(code);
  EXPECT_EQ(status_of(keys, evidence), Status::kPartial);
  evidence.families.erase(evidence.families.begin() + 1);
  EXPECT_EQ(status_of(keys, evidence), Status::kPass);
}

TEST(Assessment, AShareDecidesWhereThereIsSomethingToCount) {
  const std::string keys = "measure = 'monitoring_coverage'\ngreater = 90";
  Evidence evidence = clean_evidence();
  EXPECT_EQ(status_of(keys, evidence), Status::kNotChecked);
  evidence.measures["monitoring_coverage"] = {0, 0};
  EXPECT_EQ(status_of(keys, evidence), Status::kNotChecked);
  evidence.measures["monitoring_coverage"] = {9, 10};
  EXPECT_EQ(status_of(keys, evidence), Status::kFail);
  evidence.measures["monitoring_coverage"] = {10, 10};
  EXPECT_EQ(status_of(keys, evidence), Status::kPass);
}

TEST(Assessment, ARollUpIsAsGoodAsTheWorst) {
  const std::string text =
      "framework = 'f'\nkey = 'f'\ntitle = 't'\n"
      "[[control]]\nid = 'A'\ntitle = 'a'\nrules = ['compose-a']\n"
      "[[control]]\nid = 'B'\ntitle = 'b'\nrules = ['secret/*']\n"
      "[[control]]\nid = 'C'\ntitle = 'c'\nrollup = ['A', 'B']\n";
  const Framework framework = *read_framework("f.toml", text);
  Evidence evidence = clean_evidence();
  EXPECT_EQ(assess(framework, evidence, {}).controls[2].status, Status::kPass);
  evidence.kinds[0].inputs[0].whole = EvidenceOutcome::kNotParsed;
  EXPECT_EQ(assess(framework, evidence, {}).controls[2].status, Status::kPartial);
  evidence.findings = {finding_of("x", Severity::kLow, "secret")};
  EXPECT_EQ(assess(framework, evidence, {}).controls[2].status, Status::kFail);
}

// The promise of the whole part: what is lost never makes anything look better.
TEST(Assessment, NothingThatIsLostOrFoundImprovesAStatus) {
  const std::vector<std::string> controls = {
      "rules = ['compose-*']",
      "rules = ['compose-a', 'secret/*']\nlevel = 'high'",
      "rules = ['compose-*']\nneeds = ['attestation']",
      "rules = ['compose-*']\nscope = ['compose']",
      "rules = ['*/*']\nneeds = ['evidence']",
      "rules = ['sql-injection', 'compose-*']\nneeds = ['code']",
      "rules = ['compose-*']\nmeasure = 'm'\ngreater = 50",
      "needs = ['attestation']",
      "needs = ['run']",
  };
  std::mt19937 random(20261128);
  const auto pick = [&](std::size_t below) { return static_cast<std::size_t>(random() % below); };
  for (int round = 0; round < 1500; ++round) {
    Evidence evidence = clean_evidence();
    LedgerFamily code;
    code.family = "flow";
    code.kind = "code-c";
    code.rules = {"sql-injection"};
    code.inputs[0] = 1 + pick(3);
    if (pick(2) == 0) evidence.families.push_back(code);
    if (pick(2) == 0) evidence.measures["m"] = {pick(11), 10};
    for (LedgerInput& input : evidence.kinds[0].inputs) {
      if (pick(3) == 0) input.rules = {{"compose-a", static_cast<EvidenceOutcome>(1 + pick(2))}};
    }
    if (pick(3) == 0) evidence.findings.push_back(finding_of("compose-a", static_cast<Severity>(pick(4))));
    const std::vector<Attestation> attestations =
        pick(2) == 0 ? std::vector<Attestation>{} : std::vector<Attestation>{attestation_of(pick(3) != 0)};

    Evidence worse = evidence;
    std::vector<Attestation> later = attestations;
    switch (pick(10)) {
      case 0:
        worse.kinds[0].inputs[pick(2)].whole = EvidenceOutcome::kNotParsed;
        break;
      case 1:
        worse.kinds[0].inputs[pick(2)].whole = EvidenceOutcome::kUnknown;
        break;
      case 2:
        worse.kinds[0].disabled = {worse.kinds[0].rules.back()};
        worse.kinds[0].rules.pop_back();
        break;
      case 3:
        worse.kinds[0].disabled = std::exchange(worse.kinds[0].rules, {});
        break;
      case 4:
        worse.findings.push_back(finding_of("compose-b", static_cast<Severity>(pick(4))));
        break;
      case 5:
        worse.findings.push_back(finding_of("sql-injection", Severity::kCritical, "flow"));
        break;
      case 6:
        for (LedgerFamily& family : worse.families)
          std::swap(family.inputs[0], family.inputs[static_cast<std::size_t>(EvidenceOutcome::kNoData)]);
        break;
      case 7:
        worse.notifications.push_back({"unreadable-file", "error", "x", "y", 1, true});
        break;
      case 8:
        worse.measures.clear();
        break;
      case 9:
        for (Attestation& one : later) one.expired = true;
        break;
    }
    for (const std::string& control : controls) {
      const Status before = status_of(control, evidence, attestations);
      const Status after = status_of(control, worse, later);
      // A measure that is gone cannot fail any more: it must not pass either.
      if (before == Status::kFail && worse.measures.size() < evidence.measures.size()) {
        EXPECT_LT(goodness(after), goodness(Status::kPass)) << control;
        continue;
      }
      EXPECT_LE(goodness(after), goodness(before)) << control << " in round " << round;
    }
  }
}

TEST(Frameworks, NameWhatIsWrongWithLineAndColumn) {
  const auto error = [](const std::string& keys) {
    const auto read = read_framework(
        "f.toml", "framework = 'f'\nkey = 'f'\ntitle = 't'\n[[control]]\nid = 'C'\ntitle = 'c'\n" + keys);
    return read ? std::string() : read.error().sentence();
  };
  EXPECT_NE(error("ruels = []").find("f.toml:7:1: unknown key 'ruels'"), std::string::npos);
  EXPECT_NE(error("level = 'worst'").find("f.toml:7:"), std::string::npos);
  EXPECT_NE(error("needs = ['hope']").find("there is no need 'hope'"), std::string::npos);
  EXPECT_NE(error("rollup = ['X']").find("no control 'X'"), std::string::npos);
  EXPECT_NE(error("[[control]]\nid = 'C'\ntitle = 'd'").find("twice"), std::string::npos);
}

TEST(Frameworks, ThePlansHaveAllTheirRows) {
  std::size_t rows = 0;
  for (const auto& entry : std::filesystem::directory_iterator(TRAWL_SOURCE_DIR "/patterns/controls")) {
    std::ifstream stream(entry.path());
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    const auto framework = read_framework(entry.path().filename().string(), text);
    ASSERT_TRUE(framework.ok()) << framework.error().sentence();
    if (framework->id.starts_with("plan-")) rows += framework->controls.size();
    for (std::size_t i = 0; framework->id.starts_with("plan-") && i < framework->controls.size(); ++i) {
      const std::string& id = framework->controls[i].id;
      EXPECT_EQ(id.substr(id.find('-') + 1), std::to_string(i + 1));
    }
  }
  EXPECT_EQ(rows, 90U);
}

}  // namespace
}  // namespace trawl
