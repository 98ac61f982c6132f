#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "engine/assure/attestation.h"
#include "engine/assure/audit_report.h"
#include "engine/assure/gate.h"
#include "engine/assure/log_chain.h"

namespace trawl {
namespace {

std::string file(const std::string& path) {
  std::ifstream stream(TRAWL_SOURCE_DIR "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

const std::string kReport = R"({"schema": "trawl-report/1", "tool": {"name": "trawl", "version": "1"},
 "run": {"command": "scan", "category": "c", "root": "r", "rules": 1},
 "findings": [{"rule": {"id": "a", "name": "A", "kind": "config", "provider": "p", "remediation": "m", "cwe": 1},
  "severity": "high", "confidence": "low", "verdict": "none", "message": "m", "fingerprint": "f", "also_matched": [],
  "locations": [{"path": "p", "region": {"start_line": 1}}]}],
 "notifications": [{"reason": "x", "level": "note", "message": "m", "incomplete": false, "count": 1}],
 "coverage": {"files_met": 1, "files_scanned": 1, "bytes_scanned": 1, "skipped_files": {"excluded": 1}},
 "ledger": {"whole_tree": true, "left_out": 0, "not_asked": [], "kinds": [{"kind": "compose", "rules": ["a"],
  "disabled": [], "inputs": [{"path": "p", "whole": "clean", "rules": {"a": "finding"}}]}],
  "families": [{"family": "secret", "kind": "file", "rules": [], "disabled": [], "inputs": {"clean": 1}}],
  "measures": {"m": {"met": 1, "of": 2}}},
 "outcome": {"exit_code": 1, "summary": "s", "complete": true}})";

// Cuts, doubles, overwrites: what a disk, a merge or an enemy makes of a file.
std::string mutated(std::string text, std::mt19937& random) {
  const auto pick = [&](std::size_t below) { return static_cast<std::size_t>(random() % below); };
  for (std::size_t changes = 1 + pick(4); changes > 0 && !text.empty(); --changes) {
    const std::size_t at = pick(text.size());
    switch (pick(4)) {
      case 0:
        text[at] = static_cast<char>(pick(256));
        break;
      case 1:
        text.erase(at, pick(20));
        break;
      case 2:
        text.insert(at, text.substr(pick(text.size()), pick(30)));
        break;
      default:
        text.insert(at, 1, "\"'[]{}=\n\\0"[pick(10)]);
    }
  }
  return text;
}

TEST(HostileFiles, AreReadOrRefusedWithASentence) {
  const std::string gate = file("examples/weak/.trawl/gate.toml");
  const std::string attestations = file("examples/repaired/.trawl/attestations.toml");
  const std::string framework = file("patterns/controls/cicd-top10.toml");
  ASSERT_TRUE(read_gate_policy("g", gate).ok());
  ASSERT_TRUE(read_evidence(kReport).ok()) << read_evidence(kReport).error().sentence();
  LogEntry entry;
  entry.action = "scan";
  const std::string log = log_line(entry, std::string(64, '0'));
  const auto no_file = [](const std::string&) -> Result<std::string> { return Error("gone"); };
  const Framework controls = *read_framework("f", framework);
  std::mt19937 random(7);
  int refused = 0;
  const auto expect_sentence = [&](const auto& read) {
    if (read) return;
    ++refused;
    EXPECT_FALSE(read.error().sentence().empty());
  };
  for (int round = 0; round < 3000; ++round) {
    expect_sentence(read_gate_policy("g", mutated(gate, random)));
    expect_sentence(read_attestations("a", mutated(attestations, random), "2026-11-28", no_file));
    expect_sentence(read_framework("f", mutated(framework, random)));
    check_log(mutated(log, random));
    const auto evidence = read_evidence(mutated(kReport, random));
    expect_sentence(evidence);
    if (!evidence) continue;
    const std::vector<FrameworkResult> results = {assess(controls, *evidence, {})};
    AuditReport report;
    report.evidence = &*evidence;
    report.frameworks = results;
    html_page(report);
    markdown_page(report);
    audit_json(report);
  }
  EXPECT_GT(refused, 1000);
}

TEST(HostileFiles, DepthCostsNoStack) {
  const std::string deep(2'000'000, '[');
  EXPECT_FALSE(read_evidence(deep).ok());
  EXPECT_FALSE(read_evidence(deep + std::string(2'000'000, ']')).ok());
  EXPECT_FALSE(read_gate_policy("g", "a = " + std::string(100'000, '[')).ok());
  EXPECT_NE(check_log(std::string(60'000, '[') + "\n").bad_line, 0U);
}

TEST(HostileFiles, AReportThatBreaksItsSchemaIsNotBelieved) {
  const auto changed = [](const std::string& from, const std::string& to) {
    std::string text = kReport;
    text.replace(text.find(from), from.size(), to);
    return read_evidence(text);
  };
  for (const auto& [from, to] :
       {std::pair("\"high\"", "\"worst\""), std::pair("\"finding\"", "\"fine\""),
        std::pair("\"complete\": true", "\"complete\": \"yes\""),
        std::pair("trawl-report/1", "trawl-report/2"), std::pair("\"files_met\": 1", "\"files_met\": -1"),
        std::pair("\"locations\": [{", "\"locations\": [], \"l\": [{")}) {
    EXPECT_FALSE(changed(from, to).ok()) << from;
  }
}

}  // namespace
}  // namespace trawl
