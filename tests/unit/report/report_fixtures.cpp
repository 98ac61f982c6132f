#include "tests/unit/report/report_fixtures.h"

#include <fmt/format.h>

#include "engine/base/line_index.h"
#include "engine/report/line_hash.h"

namespace trawl {
namespace {

constexpr std::string_view kBlobId = "8ab686eafeb1f44702738c8b0f24f2567c36da6d";

void add_rules(ReportFixture& fixture) {
  fixture.rules.push_back({"example-token", "Example token",
                           "A token of the example service. Whoever has it can act as its owner.", "example",
                           "Revoke the token. Issue a new one and keep it out of the repository.",
                           "https://example.com/docs/tokens", RuleKind::kSecret, Severity::kHigh,
                           Confidence::kVeryHigh, 798});
  fixture.rules.push_back({"generic-password", "Password in source", "A password is assigned to a variable.",
                           "generic", "Change the password and read it from the environment.", "",
                           RuleKind::kSecret, Severity::kMedium, Confidence::kMedium, 259});
  fixture.rules.push_back({"private-key", "Private key", "A private key in PEM form.", "generic",
                           "Replace the key pair.", "", RuleKind::kSecret, Severity::kCritical,
                           Confidence::kHigh, 321});
  fixture.rules.push_back({"weak-hint", "Weak hint", "Something that may be a secret.", "generic",
                           "Look at it.", "", RuleKind::kSecret, Severity::kLow, Confidence::kLow, 798});
  for (const Rule& rule : fixture.rules) fixture.report.rules.push_back(&rule);
}

ReportFixture& begin(std::deque<ReportFixture>& fixtures, std::string name) {
  ReportFixture& fixture = fixtures.emplace_back();
  fixture.name = std::move(name);
  add_rules(fixture);
  fixture.report.command = "scan";
  fixture.report.category = "secrets/tree";
  fixture.report.root = ".";
  fixture.report.repository_uri = "https://example.com/team/project";
  fixture.report.coverage = {12, 12, 34567, 0, {}};
  return fixture;
}

Position at(LineIndex& index, std::uint64_t offset) {
  return index.position_of(ByteOffset(offset));
}

Region region_of(LineIndex& index, std::uint64_t begin, std::uint64_t end) {
  const Position from = at(index, begin);
  const Position to = at(index, end);
  return {from.line, from.column, to.line, to.column};
}

std::string redacted_text(std::string text, const Secret& secret) {
  const std::size_t found = text.find(secret.reveal());
  if (found != std::string::npos) text.replace(found, secret.size(), secret.redacted());
  return text;
}

/// A location as the scan part makes them, of the first place of the secret in `blob`.
Location located(std::string path, const std::string& blob, const Secret& secret) {
  Location location;
  location.path = std::move(path);
  const std::uint64_t begin = blob.find(secret.reveal());
  const std::uint64_t end = begin + secret.size();
  location.span = span_of(begin, end);
  LineIndex index(blob);
  location.region = region_of(index, begin, end);
  const LineSpan line = index.line_span_of(ByteOffset(begin));
  location.snippet = {
      region_of(index, line.begin.value, line.end.value),
      redacted_text(blob.substr(line.begin.value, line.end.value - line.begin.value), secret)};
  const std::uint64_t before =
      line.begin.value == 0 ? 0 : index.line_span_of(ByteOffset(line.begin.value - 1)).begin.value;
  const std::uint64_t after =
      line.next == line.end ? line.end.value : index.line_span_of(line.next).end.value;
  location.context = {region_of(index, before, after),
                      redacted_text(blob.substr(before, after - before), secret)};
  LineHasher hasher({location.region.start_line});
  hasher.feed(blob);
  location.line_hash = hasher.finish().front();
  location.blob_id = kBlobId;
  location.blob_size = blob.size();
  location.fingerprint = "00112233445566778899aabbccddeeff";
  return location;
}

Finding& add_finding(ReportFixture& fixture, std::size_t rule, const std::string& path,
                     const std::string& blob) {
  Finding finding;
  finding.rule = &fixture.rules[rule];
  finding.severity = finding.rule->severity;
  finding.confidence = finding.rule->confidence;
  finding.verdict = rule == 0 ? Verdict::kValid : Verdict::kNone;
  finding.secret = Secret(fixture_secret(), 4);
  finding.message =
      fmt::format("{} '{}' in '{}'.", finding.rule->name, finding.secret.redacted(), "the source");
  finding.fingerprint = fmt::format("{:032x}", 0xabcdef + fixture.report.findings.size());
  finding.locations.push_back(located(path, blob, finding.secret));
  fixture.report.findings.push_back(std::move(finding));
  return fixture.report.findings.back();
}

std::string source_with(std::string_view before, std::string_view after) {
  return fmt::format("{}token = \"{}\"{}", before, fixture_secret(), after);
}

void add_text_fixtures(std::deque<ReportFixture>& fixtures) {
  add_finding(begin(fixtures, "crlf"), 0, "src/windows.ini",
              source_with("[a]\r\nx = 1\r\n", "\r\ny = 2\r\n"));
  add_finding(begin(fixtures, "lone_cr"), 0, "src/old.mac", source_with("one\rtwo\r", "\rthree"));
  add_finding(begin(fixtures, "non_bmp"), 0, "src/\xF0\x9F\x98\x80.py",
              source_with("# \xF0\x9F\x98\x80\n\xF0\x9F\x98\x80 ", " # \xF0\x9F\x98\x80\n"));
  add_finding(begin(fixtures, "non_utf8"), 0, "src/caf\xE9.c",
              source_with("\xFF\xFE\x80 ", " \xC0\x80\x01\x1b[31m\n"));
  add_finding(begin(fixtures, "byte_order_mark"), 0, "src/bom.txt", source_with("\xEF\xBB\xBF", "\n"));
  add_finding(begin(fixtures, "spaces"), 0, "my documents/a b#c?.txt", source_with("", "\n"));
  add_finding(begin(fixtures, "single_line"), 1, "one", source_with("", ""));
}

void add_place_fixtures(std::deque<ReportFixture>& fixtures) {
  ReportFixture& irregular = begin(fixtures, "irregular_paths");
  add_finding(irregular, 0, "../outside", source_with("", "\n"));
  Finding& mixed = add_finding(irregular, 1, "inside", source_with("", "\n"));
  mixed.locations.push_back(located("a//b", source_with("", "\n"), mixed.secret));

  ReportFixture& many = begin(fixtures, "many_places");
  Finding& spread = add_finding(many, 0, "src/a.py", source_with("import os\n", "\n"));
  for (int i = 0; i < 150; ++i) {
    spread.locations.push_back(
        located(fmt::format("src/copy[{}].py", i), source_with("\n", "\n"), spread.secret));
  }
  Location partner = spread.locations[0];
  partner.path = "src/partner.py";
  partner.snippet = {};
  partner.context = {};
  spread.partners.push_back(std::move(partner));
  spread.also_matched = {&many.rules[1]};
  spread.detail = "account 123456789012";

  ReportFixture& history = begin(fixtures, "history");
  history.report.command = "history";
  history.report.category = "secrets/history";
  history.report.revision_id = "0123456789abcdef0123456789abcdef01234567";
  Finding& old = add_finding(history, 2, "src/old.c", source_with("a\n", "\nb\n"));
  old.locations[0].commit_id = "fedcba9876543210fedcba9876543210fedcba98";
  old.locations[0].decoded_by = "base64 > gzip";
  Provenance story;
  story.introductions = {{old.locations[0].commit_id, "src/old.c", 1700000000, 60, "", "", false},
                         {std::string(40, '1'), "src/\x1b[31mmoved", 1700100000, -210, "", "", true}};
  story.removals = {{std::string(40, '2'), "src/old.c", 1700200000, 0, "", "", true}};
  story.last_commit_id = std::string(40, '3');
  story.last_time = 1700300000;
  story.refs = {"refs/heads/main"};
  story.reachable_from = {"refs/heads/main", "stash@{1}"};
  story.staged_in = {"worktrees/other/index"};
  story.reachable = true;
  story.in_head = true;
  story.dropped_names = 7;
  old.provenance = std::move(story);
  Finding& message = add_finding(history, 1, "commit 0123456789ab message", source_with("fix\n", "\n"));
  message.locations[0].metadata = true;
  message.locations[0].commit_id = "0123456789abcdef0123456789abcdef01234567";
  message.provenance = Provenance();
  history.report.start_time = "2026-01-02T03:04:05Z";
  history.report.end_time = "2026-01-02T03:04:06Z";
}

void add_run_fixtures(std::deque<ReportFixture>& fixtures) {
  begin(fixtures, "clean");
  ReportFixture& nothing = begin(fixtures, "nothing_in_scope");
  nothing.report.coverage = {};
  nothing.report.notifications = {notify(Reason::kNothingInScope, "", "There were no files in scope.")};

  ReportFixture& severities = begin(fixtures, "severities");
  for (std::size_t rule = 0; rule < 4; ++rule) {
    add_finding(severities, rule, fmt::format("src/{}.c", rule), source_with("\n\n", "\n"));
  }

  ReportFixture& suppressed = begin(fixtures, "suppressed");
  add_finding(suppressed, 0, "a.c", source_with("", "\n"));
  add_finding(suppressed, 1, "b.c", source_with("", "\n")).suppression = {Suppression::Kind::kInSource,
                                                                          "test data"};
  add_finding(suppressed, 2, "c.c", source_with("", "\n")).suppression = {Suppression::Kind::kExternal,
                                                                          "baseline: fixture (alice)"};
  suppressed.report.suppressed = 2;

  ReportFixture& incomplete = begin(fixtures, "incomplete");
  incomplete.report.coverage = {15, 12, 34567, 3, {{Reason::kUnreadableFile, 2}, {Reason::kSymbolicLink, 1}}};
  incomplete.report.notifications = {
      notify(Reason::kUnreadableFile, "secret dir/file.bin", "Permission denied."),
      notify(Reason::kUnreadableFile, "/absolute\xFF", "Permission denied."),
      notify(Reason::kSymbolicLink, "link", "Leads to 'elsewhere'."),
      notify(Reason::kTooManyMatches, "big.log", "Only the first 100 matches of a rule are kept.")};
  fixtures.push_back(incomplete);  // the rules are copied; the pointers follow below
  ReportFixture& incomplete_findings = fixtures.back();
  incomplete_findings.name = "incomplete_findings";
  incomplete_findings.report.rules.clear();
  for (const Rule& rule : incomplete_findings.rules) incomplete_findings.report.rules.push_back(&rule);
  add_finding(incomplete_findings, 0, "src/a.c", source_with("", "\n"));

  ReportFixture& interrupted = begin(fixtures, "interrupted");
  interrupted.report.interrupted = true;
  interrupted.report.signal = 2;
  add_finding(interrupted, 1, "src/a.c", source_with("", "\n"));
}

void add_hostile_fixture(std::deque<ReportFixture>& fixtures) {
  ReportFixture& hostile = begin(fixtures, "hostile");
  hostile.rules[1].name = "{0} [x](javascript:1) <b>";
  hostile.rules[1].description = "[click](http://example.com) {1}\x1b[31m\n::error::x";
  hostile.rules[1].reference = "javascript:alert(1)";
  Finding& finding = add_finding(hostile, 1, "::error::\x1b[2J/##[group]\xE2\x80\xAE\n\xFF",
                                 source_with("\t::set-env name=A::", " \x1b[0m ##[x]\x07\xE2\x80\xAE"));
  finding.message = "A secret [x](7) {3} \x1b[31m\xFF.";
  finding.detail = "##vso[task] \x1b]0;title\x07";
  hostile.report.root = "\x1b[31mroot\xFF";
  hostile.report.repository_uri = "https://user:word@example.com/x";
  hostile.report.notifications = {
      notify(Reason::kChangedWhileRead, "x\n::error::y", "[a](1) {0} \x1b[31m changed.")};
}

void add_flood_fixture(std::deque<ReportFixture>& fixtures) {
  ReportFixture& flood = begin(fixtures, "flood");
  const std::string blob = source_with("", "\n");
  for (int i = 0; i < 5003; ++i) {
    add_finding(flood, i == 5002 ? 2 : i % 2, fmt::format("src/{:04}.c", i), blob);
  }
}

}  // namespace

std::string fixture_secret() {
  return std::string("exmp") + "_" + "Q7fRk2Lw" + "Zx9TbV4n";
}

std::deque<ReportFixture> report_fixtures() {
  std::deque<ReportFixture> fixtures;
  add_text_fixtures(fixtures);
  add_place_fixtures(fixtures);
  add_run_fixtures(fixtures);
  add_hostile_fixture(fixtures);
  add_flood_fixture(fixtures);
  return fixtures;
}

}  // namespace trawl
