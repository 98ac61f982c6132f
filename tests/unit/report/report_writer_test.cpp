#include "engine/report/report_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/base/utf8.h"
#include "engine/report/outcome.h"
#include "engine/report/sarif_parts.h"
#include "tests/unit/report/report_fixtures.h"

namespace trawl {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

const ReportFixture& fixture(const std::string& name) {
  static const std::deque<ReportFixture> fixtures = report_fixtures();
  for (const ReportFixture& candidate : fixtures) {
    if (candidate.name == name) return candidate;
  }
  throw std::out_of_range(name);
}

std::string written(const std::string& format, const Report& report, const ReportOptions& options = {}) {
  std::string text;
  Output output = Output::to_string(text);
  const Result<std::unique_ptr<ReportWriter>> writer = make_report_writer(format, options);
  EXPECT_TRUE(writer.ok());
  EXPECT_TRUE((*writer)->write(report, output).ok());
  EXPECT_TRUE(output.finish().ok());
  return text;
}

json sarif_run(const std::string& name, SarifProfile profile) {
  ReportOptions options;
  options.sarif_profile = profile;
  options.tool_version = "1.2.3";
  return json::parse(written("sarif", fixture(name).report, options))["runs"][0];
}

TEST(ReportFormats, AnUnknownNameIsAnErrorWithTheKnownOnesAndASuggestion) {
  const auto writer = make_report_writer("sarfi", {});
  ASSERT_FALSE(writer.ok());
  EXPECT_EQ(writer.error().sentence(),
            "unknown report format 'sarfi'; did you mean 'sarif'? (known: json, jsonl, sarif, text)");
  EXPECT_EQ(make_report_writer("SARIF", {}).error().sentence(),
            "unknown report format 'SARIF'; did you mean 'sarif'? (known: json, jsonl, sarif, text)");
  EXPECT_THAT(make_report_writer("spreadsheet", {}).error().sentence(), Not(HasSubstr("mean")));
  EXPECT_THAT(sarif_profile_named("githbu").error().sentence(), HasSubstr("did you mean 'github'?"));
  EXPECT_EQ(*sarif_profile_named("github"), SarifProfile::kGithub);
  EXPECT_EQ(*sarif_profile_named("full"), SarifProfile::kFull);
}

TEST(ReportFormats, EveryReportIsValidTextWithoutTheSecretAndTheSameTwice) {
  for (const ReportFixture& one : report_fixtures()) {
    for (const ReportFormat& format : report_formats()) {
      const std::string text = written(std::string(format.name), one.report);
      EXPECT_TRUE(is_valid_utf8(text)) << one.name << " " << format.name;
      EXPECT_THAT(text, Not(HasSubstr(fixture_secret()))) << one.name << " " << format.name;
      EXPECT_EQ(text, written(std::string(format.name), one.report)) << one.name << " " << format.name;
    }
  }
}

TEST(ReportFormats, AFailedOutputIsReported) {
  Result<Output> full = Output::to_file("/dev/full");
  ASSERT_TRUE(full.ok());
  for (const ReportFormat& format : report_formats()) {
    Result<Output> output = Output::to_file("/dev/full");
    EXPECT_FALSE(format.make({})->write(fixture("flood").report, *output).ok()) << format.name;
  }
}

TEST(ReportFormats, SecretsAreShownOnlyWhenAskedForAndNeverInSarif) {
  ReportOptions options;
  options.show_secrets = true;
  const Report& report = fixture("severities").report;
  EXPECT_THAT(written("json", report, options), HasSubstr("\"secret\": \"" + fixture_secret()));
  EXPECT_THAT(written("jsonl", report, options), HasSubstr(fixture_secret()));
  EXPECT_THAT(written("sarif", report, options), Not(HasSubstr(fixture_secret())));
  EXPECT_THAT(written("sarif", report, options), Not(HasSubstr("snippet")));
}

TEST(Json, HasEverything) {
  const json document = json::parse(written("json", fixture("incomplete_findings").report));
  EXPECT_EQ(document["schema"], "trawl-report/1");
  EXPECT_EQ(document["outcome"]["exit_code"], 4);
  EXPECT_EQ(document["outcome"]["complete"], false);
  EXPECT_EQ(document["coverage"]["files_met"], 15);
  EXPECT_EQ(document["coverage"]["skipped_files"]["unreadable-file"], 2);
  EXPECT_EQ(document["notifications"].size(), 4U);
  EXPECT_EQ(document["findings"][0]["redacted"], "exmp\xE2\x80\xA6");
  EXPECT_EQ(document["findings"][0]["locations"][0]["uri"], "src/a.c");
  EXPECT_FALSE(document["findings"][0].contains("secret"));
}

TEST(Jsonl, HasALineForEach) {
  const std::string text = written("jsonl", fixture("suppressed").report);
  std::vector<json> lines;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    lines.push_back(json::parse(text.substr(at, text.find('\n', at) - at)));
  }
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_EQ(lines[0]["type"], "run");
  EXPECT_EQ(lines[2]["suppression"]["kind"], "in-source");
  EXPECT_EQ(lines[5]["type"], "outcome");
  EXPECT_EQ(lines[5]["suppressed"], 2);
}

TEST(Sarif, ARunNamesToolCategoryRulesAndColumns) {
  const json run = sarif_run("severities", SarifProfile::kGithub);
  EXPECT_EQ(run["automationDetails"]["id"], "secrets/tree/");
  EXPECT_EQ(run["columnKind"], "utf16CodeUnits");
  const json& driver = run["tool"]["driver"];
  EXPECT_EQ(driver["semanticVersion"], "1.2.3");
  ASSERT_EQ(driver["rules"].size(), 4U);
  EXPECT_EQ(driver["rules"][0]["id"], "example-token");
  EXPECT_EQ(driver["rules"][0]["name"], "ExampleToken");
  EXPECT_EQ(driver["rules"][0]["properties"]["security-severity"], "8.0");
  EXPECT_EQ(driver["rules"][0]["properties"]["precision"], "very-high");
  EXPECT_EQ(driver["rules"][2]["relationships"][0]["target"]["id"], "321");
  EXPECT_EQ(driver["notifications"].size(), reason_descriptors().size());
  for (const json& rule : driver["rules"]) {
    const std::size_t index = rule["relationships"][0]["target"]["index"];
    EXPECT_EQ(run["taxonomies"][0]["taxa"][index]["id"], rule["relationships"][0]["target"]["id"]);
  }
  const std::vector<std::string> levels = {"error", "warning", "error", "note"};
  for (std::size_t i = 0; i < 4; ++i) {
    const json& result = run["results"][i];
    EXPECT_EQ(result["level"], levels[i]);
    EXPECT_EQ(driver["rules"][result["ruleIndex"].get<std::size_t>()]["id"], result["ruleId"]);
    const json& place = result["locations"][0]["physicalLocation"];
    EXPECT_EQ(run["artifacts"][place["artifactLocation"]["index"].get<std::size_t>()]["location"]["uri"],
              place["artifactLocation"]["uri"]);
    EXPECT_EQ(place["region"]["startLine"], 3);
    EXPECT_FALSE(result["partialFingerprints"]["primaryLocationLineHash"].get<std::string>().empty());
    EXPECT_EQ(result["fingerprints"]["trawl/secret/v1"], result["partialFingerprints"]["trawl/secret/v1"]);
    EXPECT_FALSE(result.contains("suppressions"));
  }
}

TEST(Sarif, SuppressedFindingsAreInFullOnly) {
  const json full = sarif_run("suppressed", SarifProfile::kFull)["results"];
  ASSERT_EQ(full.size(), 3U);
  EXPECT_TRUE(full[0]["suppressions"].empty());
  EXPECT_EQ(full[1]["suppressions"][0]["kind"], "inSource");
  EXPECT_EQ(full[2]["suppressions"][0]["kind"], "external");
  const json github = sarif_run("suppressed", SarifProfile::kGithub);
  EXPECT_EQ(github["results"].size(), 1U);
  EXPECT_EQ(github["invocations"][0]["properties"]["suppressed"], 2);
}

TEST(Sarif, AFloodIsCutBySeverityAndTheNumberIsTold) {
  const json run = sarif_run("flood", SarifProfile::kGithub);
  ASSERT_EQ(run["results"].size(), 5000U);
  EXPECT_EQ(run["results"].back()["ruleId"], "private-key");  // the worst one came last and stays
  const json notifications = run["invocations"][0]["toolExecutionNotifications"];
  EXPECT_THAT(notifications.back()["message"]["text"].get<std::string>(),
              HasSubstr("3 of 5003 results were cut"));
  EXPECT_EQ(run["invocations"][0]["executionSuccessful"], true);
  EXPECT_EQ(sarif_run("flood", SarifProfile::kFull)["results"].size(), 5003U);
}

TEST(Sarif, OtherPlacesAreLinkedFromTheMessage) {
  const json result = sarif_run("many_places", SarifProfile::kGithub)["results"][0];
  EXPECT_EQ(result["relatedLocations"].size(), kMostRelatedLocations);
  const std::string text = result["message"]["text"];
  EXPECT_THAT(text, HasSubstr(" See also [src/partner.py:2](1), [src/copy\\[0\\].py:2](2)"));
  EXPECT_THAT(text, HasSubstr("](100) and 51 more."));
}

TEST(Sarif, APathWithoutAUriIsANotificationForCodeScanning) {
  const json github = sarif_run("irregular_paths", SarifProfile::kGithub);
  ASSERT_EQ(github["results"].size(), 1U);
  EXPECT_FALSE(github["results"][0].contains("relatedLocations"));
  EXPECT_EQ(github["invocations"][0]["toolExecutionNotifications"][0]["descriptor"]["id"], "irregular-path");
  const json full = sarif_run("irregular_paths", SarifProfile::kFull);
  EXPECT_EQ(full["results"][0]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], "../outside");
}

TEST(Sarif, AnIncompleteRunIsUnsuccessfulWithAnError) {
  for (const std::string name : {"incomplete", "incomplete_findings", "interrupted"}) {
    const json invocation = sarif_run(name, SarifProfile::kGithub)["invocations"][0];
    EXPECT_EQ(invocation["executionSuccessful"], false) << name;
    const json& notifications = invocation["toolExecutionNotifications"];
    EXPECT_TRUE(std::any_of(notifications.begin(), notifications.end(), [](const json& one) {
      return one["level"] == "error";
    })) << name;
  }
  EXPECT_EQ(sarif_run("interrupted", SarifProfile::kFull)["invocations"][0]["exitCode"], 130);
}

TEST(Sarif, HistoryAndTimesAreNamedWhenKnown) {
  const json run = sarif_run("history", SarifProfile::kFull);
  EXPECT_EQ(run["versionControlProvenance"][0]["revisionId"], "0123456789abcdef0123456789abcdef01234567");
  EXPECT_EQ(run["results"][0]["properties"]["commit"], "fedcba9876543210fedcba9876543210fedcba98");
  EXPECT_EQ(run["invocations"][0]["startTimeUtc"], "2026-01-02T03:04:05Z");
  EXPECT_FALSE(sarif_run("clean", SarifProfile::kFull)["invocations"][0].contains("startTimeUtc"));
}

TEST(Sarif, HostileTextHoldsNeitherLinksNorCredentials) {
  const std::string text = written("sarif", fixture("hostile").report);
  EXPECT_THAT(text, Not(HasSubstr("user:word")));
  const json run = json::parse(text)["runs"][0];
  EXPECT_EQ(run["results"][0]["message"]["text"],
            "A secret \\[x\\](7) {{3}} \xEF\xBF\xBD\\[31m\xEF\xBF\xBD.");
  for (const json& rule : run["tool"]["driver"]["rules"]) {
    EXPECT_THAT(rule["helpUri"].get<std::string>(), testing::StartsWith("https://"));
    EXPECT_THAT(rule["help"]["markdown"].get<std::string>(), Not(HasSubstr("](")));
  }
}

TEST(SarifNames, ArePascalCaseAndShortTextsEndBetweenCodePoints) {
  EXPECT_EQ(pascal_case("aws-access-key-id"), "AwsAccessKeyId");
  EXPECT_EQ(shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(shortened("abcdefg", 6), "abc\xE2\x80\xA6");
  EXPECT_EQ(shortened("ab\xC3\xA9"
                      "defg",
                      6),
            "ab\xE2\x80\xA6");
}

TEST(Documentation, NamesEveryReasonAndFormat) {
  std::ifstream in(TRAWL_SOURCE_DIR "/docs/reports.md");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  for (const ReasonDescriptor& reason : reason_descriptors()) {
    EXPECT_THAT(text, HasSubstr("| `" + std::string(reason.id) + "` | " + std::string(reason.description)));
  }
  for (const ReportFormat& format : report_formats()) {
    EXPECT_THAT(text, HasSubstr("| `" + std::string(format.name) + "` |"));
  }
}

TEST(Outcome, VerdictsAreInWords) {
  EXPECT_EQ(verdict_of(fixture("clean").report), "clean");
  EXPECT_EQ(verdict_of(fixture("crlf").report), "1 secret");
  EXPECT_EQ(verdict_of(fixture("incomplete").report),
            "INCOMPLETE: 2 unreadable-file; no secret in what was read");
  EXPECT_EQ(verdict_of(fixture("incomplete_findings").report),
            "INCOMPLETE: 2 unreadable-file; 1 secret in what was read");
  EXPECT_EQ(verdict_of(fixture("interrupted").report), "INTERRUPTED; 1 secret in what was read");
  ReportFixture some = fixture("severities");
  some.report.fail_on = Severity::kHigh;
  EXPECT_EQ(verdict_of(some.report), "4 secrets, 2 below severity high");
}

TEST(Outcome, NumbersAreReadable) {
  EXPECT_EQ(counted(1, "file"), "1 file");
  EXPECT_EQ(counted(1234567, "file"), "1,234,567 files");
  EXPECT_EQ(counted(999, "file"), "999 files");
  EXPECT_EQ(size_text(0), "0 bytes");
  EXPECT_EQ(size_text(1), "1 byte");
  EXPECT_EQ(size_text(1500), "1.5 kB");
  EXPECT_EQ(size_text(999'960), "1.0 MB");
}

}  // namespace
}  // namespace trawl
