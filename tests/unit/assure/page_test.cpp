#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/assure/audit_report.h"
#include "engine/assure/metrics.h"

namespace trawl {
namespace {

// What an enemy would write into a path, a message, a rule's name.
const std::string kHostile =
    "<script>alert(1)</script>\" onload='x' {{root}} \xe2\x80\xae&|`[a](javascript:b)\n\x1b[31m";

struct Whole {
  Evidence evidence;
  std::vector<Framework> frameworks;
  std::vector<Attestation> attestations;
  std::vector<FrameworkResult> results;
  std::vector<GateLine> gates;
  std::vector<TrendPoint> trend;
  AuditReport report;
};

std::unique_ptr<Whole> whole_of(const std::string& text, std::size_t findings) {
  auto whole = std::make_unique<Whole>();
  Evidence& evidence = whole->evidence;
  evidence.has_ledger = evidence.whole_tree = true;
  evidence.root = text;
  evidence.revision = text;
  evidence.tool_version = text;
  evidence.notifications.push_back({text, "error", text, text, 1, true});
  for (std::size_t i = 0; i < findings; ++i) {
    EvidenceFinding finding;
    finding.rule = "rule-" + std::to_string(i % 50);
    finding.rule_name = finding.remediation = finding.message = finding.path = finding.snippet = text;
    finding.redacted = finding.justification = finding.commit = text;
    finding.kind = i % 3 == 0 ? "secret" : "config";
    finding.suppressed = i % 7 == 0;
    finding.severity = static_cast<Severity>(i % 4);
    finding.steps = {{text, 1, text}};
    evidence.findings.push_back(finding);
  }
  EvidenceKind kind;
  kind.kind = text;
  kind.rules = {"rule-1"};
  kind.inputs = {{text, text, "abc", EvidenceOutcome::kClean, {}}};
  evidence.kinds = {kind};
  Attestation attestation;
  attestation.id = attestation.statement = attestation.by = attestation.role = attestation.method = text;
  attestation.controls = {"f:C"};
  attestation.expires = "2026-12-01";
  whole->attestations = {attestation};
  whole->frameworks = {*read_framework(
      "f.toml",
      "framework = 'plan-f'\nkey = 'f'\ntitle = 't'\n[[control]]\nid = 'C'\ntitle = 'c'\nrules = ['*/*']\n"
      "needs = ['attestation']\n")};
  whole->results = {assess(whole->frameworks[0], evidence, whole->attestations)};
  whole->gates = {{text, text, text, false}};
  whole->trend = {{text, {0, 1, 2, 3, 4}, 1, 2}};
  AuditReport& report = whole->report;
  report.evidence = &evidence;
  report.frameworks = whole->results;
  report.attestations = whole->attestations;
  report.gates = whole->gates;
  report.trend = whole->trend;
  report.as_of = "2026-11-28";
  report.gate_origin = text;
  report.report_digest = std::string(64, 'a');
  return whole;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(HtmlPage, HoldsNothingThatATreesAuthorWrote) {
  const auto whole = whole_of(kHostile, 60);
  const std::string page = html_page(whole->report);
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("onload='x'"), std::string::npos);
  EXPECT_EQ(page.find("\xe2\x80\xae"), std::string::npos);
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
  EXPECT_NE(page.find("&lt;script&gt;"), std::string::npos);
  EXPECT_NE(page.find("{{root}}"), std::string::npos);  // shown, not filled in
}

TEST(HtmlPage, LoadsNothingAndRunsNothing) {
  const std::string page = html_page(whole_of("a", 60)->report);
  for (const char* part : {"<script", "<link", "<img", "<iframe", "http://", "https://", "url(", "@import",
                           " style=", " onclick", "javascript:"}) {
    EXPECT_EQ(page.find(part), std::string::npos) << part;
  }
  EXPECT_NE(page.find("default-src 'none'; style-src 'sha256-"), std::string::npos);
}

TEST(HtmlPage, IsBalanced) {
  for (const std::size_t findings : {0U, 1U, 60U}) {
    const std::string page = html_page(whole_of("x", findings)->report);
    for (const char* tag :
         {"details", "summary", "table", "tr", "ul", "ol", "section", "svg", "div", "main"}) {
      const std::string open = std::string("<") + tag;
      EXPECT_EQ(count_of(page, open + ">") + count_of(page, open + " "),
                count_of(page, std::string("</") + tag + ">"))
          << tag << " with " << findings;
    }
  }
}

TEST(HtmlPage, OfAVeryLargeResultIsBounded) {
  const auto whole = whole_of("src/some/long/path/to/a/file.cpp", 20'000);
  const std::string page = html_page(whole->report);
  EXPECT_LT(page.size(), std::size_t{8} << 20);
  EXPECT_NE(page.find("This page shows"), std::string::npos);
}

TEST(MarkdownPage, HoldsNoMarkupOfATree) {
  const std::string page = markdown_page(whole_of(kHostile, 60)->report);
  EXPECT_EQ(page.find("<script>"), std::string::npos);
  EXPECT_EQ(page.find("[a](javascript"), std::string::npos);
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
}

TEST(AuditJson, HasEveryFinding) {
  const auto whole = whole_of(kHostile, 60);
  const auto json = nlohmann::json::parse(audit_json(whole->report));
  EXPECT_EQ(json["findings"].size(), 60U);
  EXPECT_EQ(json["schema"], "trawl-audit/1");
  EXPECT_EQ(json["frameworks"][0]["controls"][0]["status"], "FAIL");
}

TEST(Metrics, EndWithEofAndHaveHelpForEachName) {
  const auto whole = whole_of(kHostile, 10);
  const std::string text =
      metrics_text(whole->evidence, whole->results, whole->attestations, whole->gates, "2026-11-28");
  EXPECT_TRUE(text.ends_with("# EOF\n"));
  std::size_t lines = 0;
  std::string described;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string line = text.substr(at, end - at);
    at = end + 1;
    ++lines;
    if (line.starts_with("# TYPE ")) {
      described = line.substr(7, line.find(' ', 7) - 7);
      EXPECT_TRUE(line.ends_with(" gauge")) << line;
    } else if (!line.starts_with("#")) {
      EXPECT_TRUE(line.starts_with(described)) << line;
    }
  }
  EXPECT_GT(lines, 30U);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace trawl
