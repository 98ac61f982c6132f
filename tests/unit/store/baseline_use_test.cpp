#include "engine/store/baseline_use.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/store/findings.h"

namespace trawl {
namespace {

using testing::ElementsAre;

constexpr const char* kToday = "2026-06-15";
const Rule kRule = rule_of("some-rule");
const std::string kA(32, 'a');
const std::string kB(32, 'b');
const std::string kC(32, 'c');
const std::string kD(32, 'd');

Baseline baseline_of(std::vector<BaselineEntry> entries) {
  return Baseline::with_own_key(IdentityKey::from_text("the key of the baselines here").value())
      .with_entries(std::move(entries));
}

/// A: holds, B: expired, C: holds and has no finding.
Baseline usual_baseline() {
  return baseline_of({{kA, "some-rule", "test fixture", "alice", "2026-06-15"},
                      {kB, "some-rule", "soon gone", "bob", "2026-06-14"},
                      {kC, "some-rule", "", "", ""}});
}

std::vector<Finding> usual_findings() {
  return {finding_of(kRule, kA), finding_of(kRule, kB), finding_of(kRule, kD)};
}

TEST(ApplyBaseline, SuppressesWhatHasAnEntryThatHolds) {
  const Baseline baseline = usual_baseline();
  std::vector<Finding> findings = usual_findings();
  const BaselineUse use = apply_baseline(baseline, findings, kToday);
  EXPECT_EQ(use.suppressed, 1u);
  ASSERT_TRUE(findings[0].suppression);
  EXPECT_EQ(findings[0].suppression->kind, Suppression::Kind::kExternal);
  EXPECT_EQ(findings[0].suppression->justification, "baseline: test fixture (alice, until 2026-06-15)");
  EXPECT_FALSE(findings[1].suppression);
  EXPECT_FALSE(findings[2].suppression);
  EXPECT_THAT(use.expired, ElementsAre(baseline.find(kB)));
  EXPECT_THAT(use.unused, ElementsAre(baseline.find(kC)));
}

TEST(ApplyBaseline, LeavesOtherSuppressionsAndCountsTheEntryAsUsed) {
  std::vector<Finding> findings = usual_findings();
  findings[0].suppression = Suppression{Suppression::Kind::kInSource, "comment"};
  const Baseline baseline = usual_baseline();
  const BaselineUse use = apply_baseline(baseline, findings, kToday);
  EXPECT_EQ(use.suppressed, 0u);
  EXPECT_EQ(findings[0].suppression->justification, "comment");
  EXPECT_THAT(use.unused, ElementsAre(baseline.find(kC)));
}

TEST(ApplyBaseline, JustifiesWithWhatThereIs) {
  const Baseline baseline =
      baseline_of({{kA, "r", "", "", ""}, {kB, "r", "why", "", ""}, {kD, "r", "", "who", ""}});
  std::vector<Finding> findings = usual_findings();
  apply_baseline(baseline, findings, kToday);
  EXPECT_EQ(findings[0].suppression->justification, "baseline");
  EXPECT_EQ(findings[1].suppression->justification, "baseline: why");
  EXPECT_EQ(findings[2].suppression->justification, "baseline (who)");
}

TEST(BaselineNotifications, NameExpiredAndUnusedEntries) {
  const Baseline baseline = usual_baseline();
  std::vector<Finding> findings = usual_findings();
  const BaselineUse use = apply_baseline(baseline, findings, kToday);
  const std::vector<Notification> all = notifications_of(use, ".trawl-baseline", true);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0], notify(Reason::kExpiredBaselineEntry, ".trawl-baseline",
                           "entry " + kB + " (some-rule) ended on 2026-06-14, owned by bob"));
  EXPECT_EQ(all[1], notify(Reason::kUnusedBaselineEntry, ".trawl-baseline",
                           "entry " + kC + " (some-rule) matches no finding"));
  EXPECT_EQ(notifications_of(use, ".trawl-baseline", false).size(), 1u);
}

TEST(UpdateBaseline, CreatesOneFromAnEmptyOne) {
  std::vector<Finding> findings = usual_findings();
  findings[1].suppression = Suppression{Suppression::Kind::kInSource, "comment"};
  findings.push_back(finding_of(kRule, kA));
  const BaselineChange change =
      update_baseline(baseline_of({}), findings, {"known", "alice", "2027-01-01"}, kToday);
  EXPECT_EQ(change.baseline, baseline_of({{kA, "some-rule", "known", "alice", "2027-01-01"},
                                          {kD, "some-rule", "known", "alice", "2027-01-01"}}));
  EXPECT_EQ(change.added, 2u);
  EXPECT_EQ(change.kept + change.renewed + change.removed, 0u);
}

TEST(UpdateBaseline, AddsWhatIsNewAndChangesNothingElse) {
  std::vector<Finding> findings = usual_findings();
  const Baseline baseline = usual_baseline();
  apply_baseline(baseline, findings,
                 kToday);  // whether they are suppressed by it already makes no difference
  const BaselineChange change = update_baseline(baseline, findings, {"new", "", ""}, kToday);
  EXPECT_EQ(change.added, 1u);
  EXPECT_EQ(change.kept, 3u);
  EXPECT_EQ(change.renewed, 0u);
  EXPECT_EQ(*change.baseline.find(kA), *baseline.find(kA));
  EXPECT_EQ(*change.baseline.find(kB), *baseline.find(kB));
  EXPECT_EQ(*change.baseline.find(kC), *baseline.find(kC));
  EXPECT_EQ(*change.baseline.find(kD), (BaselineEntry{kD, "some-rule", "new", "", ""}));
  EXPECT_EQ(update_baseline(change.baseline, findings, {"other", "", ""}, kToday).baseline, change.baseline);
}

TEST(UpdateBaseline, RenewsExpiredEntriesOnlyWhenAsked) {
  const std::vector<Finding> findings = usual_findings();
  const BaselineChange change = update_baseline(usual_baseline(), findings, {"", "carol", "2027-01-01"},
                                                kToday, ExpiredEntries::kAreRenewed);
  EXPECT_EQ(change.renewed, 1u);
  EXPECT_EQ(change.kept, 2u);
  EXPECT_EQ(*change.baseline.find(kB), (BaselineEntry{kB, "some-rule", "soon gone", "carol", "2027-01-01"}));
}

TEST(PruneBaseline, RemovesWhatHasNoFinding) {
  const BaselineChange change = prune_baseline(usual_baseline(), usual_findings());
  EXPECT_EQ(change.removed, 1u);
  EXPECT_EQ(change.kept, 2u);
  EXPECT_EQ(change.baseline.find(kC), nullptr);
  EXPECT_NE(change.baseline.find(kB), nullptr);
  EXPECT_EQ(change.baseline.key(), usual_baseline().key());
}

}  // namespace
}  // namespace trawl
