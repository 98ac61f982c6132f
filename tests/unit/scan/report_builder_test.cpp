#include "engine/scan/report_builder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace trawl {
namespace {

const SecretRule& rule() {
  static const SecretRule one = [] {
    SecretRule made;
    made.rule.id = "acme-key";
    made.rule.name = "Acme key";
    return made;
  }();
  return one;
}

Occurrence occurrence(const std::string& fingerprint, const std::string& path, std::uint64_t at,
                      Severity severity = Severity::kHigh) {
  Occurrence made;
  made.rule = &rule().rule;
  made.severity = severity;
  made.fingerprint = fingerprint;
  made.location.path = path;
  made.location.span = span_of(at, at + 8);
  return made;
}

Report built(std::vector<Occurrence> occurrences, ReportLimits limits = {}) {
  ReportBuilder builder(Report{}, limits);
  for (Occurrence& one : occurrences) {
    Examined examined;
    examined.occurrences.push_back(std::move(one));
    builder.add(std::move(examined));
  }
  return builder.finish();
}

TEST(ReportBuilder, OneFindingForASecretWithAllItsPlaces) {
  const Report report = built({occurrence("f1", "b", 3), occurrence("f1", "a", 9), occurrence("f1", "a", 2),
                               occurrence("f1", "a", 2), occurrence("f2", "a", 5)});
  ASSERT_EQ(report.findings.size(), 2U);
  EXPECT_EQ(report.findings[0].fingerprint, "f1");
  ASSERT_EQ(report.findings[0].locations.size(), 3U);
  EXPECT_EQ(report.findings[0].locations[0].path, "a");
  EXPECT_EQ(report.findings[0].locations[0].span, span_of(2, 10));
}

TEST(ReportBuilder, SuppressedOnlyWhenEveryPlaceIs) {
  Occurrence allowed = occurrence("f1", "a", 1);
  allowed.suppression = Suppression{Suppression::Kind::kInSource, "test"};
  EXPECT_EQ(built({allowed}).suppressed, 1U);
  EXPECT_EQ(built({allowed, occurrence("f1", "b", 1)}).suppressed, 0U);
  EXPECT_EQ(built({occurrence("f1", "b", 1), allowed}).suppressed, 0U);
}

TEST(ReportBuilder, TheOrderOfArrivalNeverShows) {
  std::vector<Occurrence> occurrences;
  std::mt19937 random(3);
  for (int i = 0; i < 300; ++i) {
    occurrences.push_back(occurrence("f" + std::to_string(random() % 90), "p" + std::to_string(random() % 40),
                                     random() % 50, static_cast<Severity>(random() % 4)));
  }
  const auto shape = [](const Report& report) {
    std::string text;
    for (const Finding& finding : report.findings) {
      text += finding.fingerprint + ":" + std::string(name_of(finding.severity));
      for (const Location& place : finding.locations)
        text += " " + place.path + "@" + std::to_string(place.span.begin.value);
      text += "\n";
    }
    return text;
  };
  const std::string expected = shape(built(occurrences));
  for (int round = 0; round < 5; ++round) {
    std::shuffle(occurrences.begin(), occurrences.end(), random);
    EXPECT_EQ(shape(built(occurrences)), expected);
  }
}

TEST(ReportBuilder, AFloodKeepsTheWorstAndSaysHowManyItDropped) {
  std::vector<Occurrence> occurrences;
  for (int i = 0; i < 100; ++i) {
    occurrences.push_back(occurrence("f" + std::to_string(i), "p", static_cast<std::uint64_t>(i) * 10,
                                     i == 99 ? Severity::kCritical : Severity::kLow));
  }
  const Report report =
      built(occurrences, {.findings = 10, .locations_of_a_finding = 10, .notifications_of_a_reason = 10});
  EXPECT_EQ(report.findings.size(), 10U);
  EXPECT_TRUE(std::any_of(report.findings.begin(), report.findings.end(),
                          [](const Finding& finding) { return finding.severity == Severity::kCritical; }));
  ASSERT_EQ(report.notifications.size(), 1U);
  EXPECT_EQ(report.notifications[0].count, 90U);
}

TEST(ReportBuilder, ManyNotificationsOfAReasonBecomeACount) {
  ReportBuilder builder(Report{},
                        {.findings = 10, .locations_of_a_finding = 10, .notifications_of_a_reason = 5});
  for (int i = 0; i < 50; ++i) builder.add(notify(Reason::kUnreadableFile, "f" + std::to_string(i), "why"));
  const Report report = builder.finish();
  std::uint64_t sum = 0;
  for (const Notification& notification : report.notifications) sum += notification.count;
  EXPECT_EQ(sum, 50U);
  EXPECT_LT(report.notifications.size(), 20U);
  EXPECT_EQ(report.exit_code(), ExitCode::kIncomplete);
}

struct ExitCase {
  bool found, suppressed, incomplete, interrupted;
  ExitCode expected;
};

TEST(Report, ExitCodes) {
  for (const ExitCase& c : {ExitCase{false, false, false, false, ExitCode::kClean},
                            ExitCase{true, false, false, false, ExitCode::kFindings},
                            ExitCase{true, true, false, false, ExitCode::kClean},
                            ExitCase{false, false, true, false, ExitCode::kIncomplete},
                            ExitCase{true, false, true, false, ExitCode::kIncompleteFindings},
                            ExitCase{true, true, true, false, ExitCode::kIncomplete},
                            ExitCase{true, false, true, true, ExitCode::kInterrupted}}) {
    Report report;
    if (c.found) {
      Finding finding;
      finding.rule = &rule().rule;
      if (c.suppressed) finding.suppression = Suppression{};
      report.findings.push_back(finding);
    }
    if (c.incomplete) report.notifications.push_back(notify(Reason::kUnreadableFile, "f", "why"));
    report.interrupted = c.interrupted;
    EXPECT_EQ(report.exit_code(), c.expected);
  }
  Report low;
  Finding finding;
  finding.rule = &rule().rule;
  finding.severity = Severity::kLow;
  low.findings.push_back(finding);
  low.fail_on = Severity::kHigh;
  EXPECT_EQ(low.exit_code(), ExitCode::kClean);
}

}  // namespace
}  // namespace trawl
