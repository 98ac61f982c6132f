#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/assure/audit_report.h"
#include "engine/assure/wording.h"

namespace trawl {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostPlaces = 50;
constexpr std::size_t kMostModelRows = 100;

// Text that Markdown shows as it is, in one line: a path may hold `|`, backticks or links.
std::string shown(std::string_view text) {
  std::string escaped;
  for (const char c : plain_text(text)) {
    if (c == '\n')
      escaped += ' ';
    else if (std::string_view("\\`*_{}[]<>()#+-!|&~").find(c) != std::string_view::npos)
      escaped += fmt::format("\\{}", c);
    else
      escaped += c;
  }
  return escaped;
}

std::string reasons_of(const ControlResult& result) {
  std::string text;
  for (const std::string& reason : result.reasons) text += (text.empty() ? "" : "; ") + reason;
  return text;
}

std::uint64_t checks_of(const ControlResult& result) {
  std::uint64_t checks = 0;
  for (const std::uint64_t rows : result.rows) checks += rows;
  return checks;
}

Json rows_of(const std::array<std::uint64_t, kEvidenceOutcomes>& rows) {
  Json json = Json::object();
  for (std::size_t i = 0; i < kEvidenceOutcomes; ++i) {
    if (rows[i] > 0) json[std::string(name_of(static_cast<EvidenceOutcome>(i)))] = rows[i];
  }
  return json;
}

Json control_json(const ControlResult& result, const Evidence& evidence) {
  Json json;
  json["id"] = result.control->id;
  json["title"] = result.control->title;
  json["status"] = name_of(result.status);
  json["reasons"] = result.reasons;
  json["rules"] = result.rules;
  json["checks"] = rows_of(result.rows);
  json["inputs"] = result.input_count;
  Json inputs = Json::array();
  for (const LedgerInput* input : result.inputs) {
    Json one = {{"path", input->path}};
    if (!input->blob_id.empty()) one["blob"] = input->blob_id;
    inputs.push_back(std::move(one));
  }
  json["first_inputs"] = std::move(inputs);
  const auto fingerprints = [&](const std::vector<std::size_t>& list) {
    Json array = Json::array();
    for (const std::size_t i : list) array.push_back(evidence.findings[i].fingerprint);
    return array;
  };
  json["open"] = fingerprints(result.open);
  json["below_level"] = fingerprints(result.below);
  json["accepted"] = fingerprints(result.accepted);
  Json attestations = Json::array();
  for (const Attestation* attestation : result.attestations) attestations.push_back(attestation->id);
  json["attestations"] = std::move(attestations);
  return json;
}

Json finding_json(const EvidenceFinding& finding) {
  Json json;
  json["rule"] = finding.rule;
  json["name"] = finding.rule_name;
  json["kind"] = finding.kind;
  json["severity"] = name_of(finding.severity);
  json["confidence"] = name_of(finding.confidence);
  json["message"] = finding.message;
  json["fingerprint"] = finding.fingerprint;
  json["path"] = finding.path;
  json["line"] = finding.line;
  json["places"] = finding.places;
  json["cwe"] = finding.cwe;
  json["state"] = finding.suppressed ? "accepted" : "open";
  if (finding.suppressed) json["justification"] = finding.justification;
  if (!finding.steps.empty()) {
    Json steps = Json::array();
    for (const EvidenceStep& step : finding.steps)
      steps.push_back({{"path", step.path}, {"line", step.line}, {"message", step.message}});
    json["steps"] = std::move(steps);
  }
  return json;
}

}  // namespace

std::string markdown_page(const AuditReport& report) {
  const Evidence& evidence = *report.evidence;
  const AuditVerdict verdict = verdict_of(report);
  const auto open = open_by_severity(evidence);
  std::string text = fmt::format("# Security assurance of {}\n\n", shown(evidence.root));
  text += fmt::format("**{}.** {}\n\n", shown(verdict.headline), shown(verdict.why));
  text += fmt::format("| | |\n| --- | --- |\n| As of | {} |\n", report.as_of);
  if (!evidence.revision.empty()) text += fmt::format("| Revision | `{}` |\n", shown(evidence.revision));
  text += fmt::format("| Examined by | trawl {}, {} rules |\n", shown(evidence.tool_version), evidence.rules);
  text += fmt::format("| Open findings | {} critical, {} high, {} medium, {} low, {} info |\n", open[4],
                      open[3], open[2], open[1], open[0]);
  const TrendPoint share = plan_share(report.frameworks);
  text += fmt::format("| Controls of the plans that hold | {} of {} |\n", share.pass, share.applicable);
  text += fmt::format("| Files | {} of {} read{} |\n", evidence.files_scanned, evidence.files_met,
                      evidence.complete ? "" : ", INCOMPLETE");
  text += fmt::format("| Report | `sha256:{}` |\n", report.report_digest);
  if (!report.log_head.empty()) text += fmt::format("| Log | `sha256:{}` |\n", report.log_head);
  if (!report.gates.empty()) {
    text += "\n## Gate\n\n| Result | Gate | Required | Measured |\n| --- | --- | --- | --- |\n";
    for (const GateLine& line : report.gates)
      text += fmt::format("| {} | {} | {} | {} |\n", line.met ? "met" : "**not met**", shown(line.gate),
                          shown(line.required), shown(line.measured));
  }
  text += "\n## Controls\n";
  for (const FrameworkResult& framework : report.frameworks) {
    text += fmt::format(
        "\n### {}\n\n{} of {} hold.\n\n| Control | What is to hold | Status | Evidence |\n"
        "| --- | --- | --- | --- |\n",
        shown(framework.framework->title), framework.count(ControlStatus::kPass), framework.applicable());
    for (const ControlResult& result : framework.controls) {
      std::string evidence_words;
      if (const std::uint64_t checks = checks_of(result); checks > 0)
        evidence_words =
            fmt::format("{} on {}", plural(checks, "check"), plural(result.input_count, "input"));
      const std::string reasons = reasons_of(result);
      if (!reasons.empty()) evidence_words += (evidence_words.empty() ? "" : "; ") + reasons;
      text += fmt::format("| {} | {} | {} | {} |\n", shown(result.control->id), shown(result.control->title),
                          name_of(result.status), shown(evidence_words));
    }
  }
  text += "\n## Findings\n";
  std::map<std::pair<int, std::string>, std::vector<const EvidenceFinding*>> groups;
  for (const EvidenceFinding& finding : evidence.findings) {
    if (!finding.suppressed) groups[{-static_cast<int>(finding.severity), finding.rule}].push_back(&finding);
  }
  if (groups.empty()) text += "\nNothing was found in what was read.\n";
  for (const auto& [key, findings] : groups) {
    const EvidenceFinding& first = *findings.front();
    text += fmt::format("\n### {} ({}, {})\n\n{}\n\n", shown(first.rule_name), name_of(first.severity),
                        findings.size(), shown(first.remediation));
    for (std::size_t i = 0; i < findings.size() && i < kMostPlaces; ++i)
      text += fmt::format("- {}:{}: {}\n", shown(findings[i]->path), findings[i]->line,
                          shown(findings[i]->message));
    if (findings.size() > kMostPlaces) text += fmt::format("- {} more\n", findings.size() - kMostPlaces);
  }
  bool effect = false;
  for (const ModelTitle& title : kModelTitles) {
    if (title.model == kEntryPoints && !report.pentest) continue;
    const auto found = evidence.models.find(std::string(title.model));
    if (found == evidence.models.end() || found->second.rows.empty()) continue;
    const ModelTable& table = found->second;
    if (!std::exchange(effect, true)) text += "\n## What is in effect\n";
    text += fmt::format("\n### {}\n\n", title.title);
    const auto measure = evidence.measures.find(std::string(title.measure));
    if (measure != evidence.measures.end())
      text += fmt::format(fmt::runtime(title.words), measure->second.met, measure->second.of) + "\n\n";
    text += "| Where |";
    std::string rule = "\n| --- |";
    for (const std::string& column : table.columns) {
      text += fmt::format(" {} |", shown(column));
      rule += " --- |";
    }
    text += rule + "\n";
    for (std::size_t i = 0; i < table.rows.size() && i < kMostModelRows; ++i) {
      text += fmt::format("| {}:{} |", shown(table.rows[i].path), table.rows[i].line);
      for (const std::string& cell : table.rows[i].cells) text += fmt::format(" {} |", shown(cell));
      text += "\n";
    }
    const std::size_t all = table.rows.size() + table.left_out;
    if (all > kMostModelRows) text += fmt::format("\n{} more rows.\n", all - kMostModelRows);
  }
  if (report.pentest) {
    text += "\n## For those who test by hand\n\n";
    for (const std::string_view question : tester_questions())
      text += fmt::format("1. {}\n", shown(question));
    text += "\n| Row | What is to hold | Status |\n| --- | --- | --- |\n";
    for (const ControlResult* result : rows_for_testers(report.frameworks))
      text += fmt::format("| {} | {} | {} |\n", shown(result->control->id), shown(result->control->title),
                          name_of(result->status));
  }
  text += "\n## Accepted risks\n\n";
  bool any = false;
  for (const EvidenceFinding& finding : evidence.findings) {
    if (!finding.suppressed) continue;
    any = true;
    text += fmt::format("- {} ({}:{}): {}\n", shown(finding.rule_name), shown(finding.path), finding.line,
                        shown(finding.justification));
  }
  if (!any) text += "Nothing was accepted.\n";
  text += "\n## Attestations\n\n";
  if (report.attestations.empty()) text += "Nobody attested anything.\n";
  for (const Attestation& one : report.attestations) {
    text += fmt::format("- {} ({}), until {}: {}{}\n", shown(one.by), shown(one.role), one.expires,
                        shown(one.statement), one.valid() ? "" : " **not valid**");
  }
  text += "\n## Coverage\n\n";
  for (const EvidenceKind& kind : evidence.kinds)
    text +=
        fmt::format("- {}: {} files, {} rules\n", shown(kind.kind), kind.inputs.size(), kind.rules.size());
  for (const LedgerFamily& family : evidence.families) {
    std::uint64_t inputs = 0;
    for (const std::uint64_t count : family.inputs) inputs += count;
    text += fmt::format("- {} ({}): {} inputs, {} without a checker or data\n", shown(family.kind),
                        shown(family.family), inputs,
                        family.inputs[static_cast<std::size_t>(EvidenceOutcome::kNoData)]);
  }
  for (const EvidenceNotification& note : evidence.notifications) {
    if (note.incomplete)
      text += fmt::format("- **coverage lost**: {} {}: {}\n", shown(note.reason), shown(note.subject),
                          shown(note.message));
  }
  return text;
}

std::string audit_json(const AuditReport& report) {
  const Evidence& evidence = *report.evidence;
  const AuditVerdict verdict = verdict_of(report);
  Json json;
  json["schema"] = "trawl-audit/1";
  json["tool"] = {{"name", "trawl"}, {"version", evidence.tool_version}};
  json["root"] = evidence.root;
  if (!evidence.revision.empty()) json["revision"] = evidence.revision;
  json["as_of"] = report.as_of;
  json["report_sha256"] = report.report_digest;
  if (!report.log_head.empty()) json["log_head"] = report.log_head;
  json["verdict"] = {{"result", verdict.kind == AuditVerdict::Kind::kGood  ? "good"
                                : verdict.kind == AuditVerdict::Kind::kBad ? "bad"
                                                                           : "warning"},
                     {"headline", verdict.headline},
                     {"why", verdict.why}};
  json["complete"] = evidence.complete;
  const auto open = open_by_severity(evidence);
  json["open"] = {
      {"critical", open[4]}, {"high", open[3]}, {"medium", open[2]}, {"low", open[1]}, {"info", open[0]}};
  Json gates = Json::array();
  for (const GateLine& line : report.gates)
    gates.push_back(
        {{"gate", line.gate}, {"required", line.required}, {"measured", line.measured}, {"met", line.met}});
  json["gates"] = std::move(gates);
  Json frameworks = Json::array();
  for (const FrameworkResult& framework : report.frameworks) {
    Json one;
    one["id"] = framework.framework->id;
    one["title"] = framework.framework->title;
    one["pass"] = framework.count(ControlStatus::kPass);
    one["applicable"] = framework.applicable();
    Json controls = Json::array();
    for (const ControlResult& result : framework.controls) controls.push_back(control_json(result, evidence));
    one["controls"] = std::move(controls);
    frameworks.push_back(std::move(one));
  }
  json["frameworks"] = std::move(frameworks);
  Json findings = Json::array();
  for (const EvidenceFinding& finding : evidence.findings) findings.push_back(finding_json(finding));
  json["findings"] = std::move(findings);
  Json attestations = Json::array();
  for (const Attestation& one : report.attestations) {
    attestations.push_back({{"id", one.id},
                            {"by", one.by},
                            {"role", one.role},
                            {"date", one.date},
                            {"expires", one.expires},
                            {"statement", one.statement},
                            {"state", one.expired           ? "expired"
                                      : one.failed          ? "failed"
                                      : one.changed.empty() ? "valid"
                                                            : "evidence-changed"}});
  }
  json["attestations"] = std::move(attestations);
  Json coverage;
  coverage["files_met"] = evidence.files_met;
  coverage["files_scanned"] = evidence.files_scanned;
  Json kinds = Json::array();
  for (const LedgerFamily& family : evidence.families)
    kinds.push_back({{"kind", family.kind}, {"family", family.family}, {"inputs", rows_of(family.inputs)}});
  for (const EvidenceKind& kind : evidence.kinds) {
    std::array<std::uint64_t, kEvidenceOutcomes> inputs{};
    for (const LedgerInput& input : kind.inputs) {
      EvidenceOutcome worst = input.whole;
      for (const auto& [rule, outcome] : input.rules) worst = std::max(worst, outcome);
      ++inputs[static_cast<std::size_t>(worst)];
    }
    kinds.push_back({{"kind", kind.kind}, {"family", "config"}, {"inputs", rows_of(inputs)}});
  }
  coverage["kinds"] = std::move(kinds);
  json["coverage"] = std::move(coverage);
  Json models = Json::object();
  for (const auto& [name, table] : evidence.models) {
    Json rows = Json::array();
    for (const ModelRow& row : table.rows)
      rows.push_back({{"path", row.path}, {"line", row.line}, {"cells", row.cells}});
    models[name] = {{"columns", table.columns}, {"rows", std::move(rows)}, {"left_out", table.left_out}};
  }
  json["models"] = std::move(models);
  Json measures = Json::object();
  for (const auto& [name, measure] : evidence.measures)
    measures[name] = {{"met", measure.met}, {"of", measure.of}};
  json["measures"] = std::move(measures);
  Json trend = Json::array();
  for (const TrendPoint& point : report.trend) {
    trend.push_back({{"label", point.label},
                     {"critical", point.open[4]},
                     {"high", point.open[3]},
                     {"medium", point.open[2]},
                     {"low", point.open[1]},
                     {"pass", point.pass},
                     {"applicable", point.applicable}});
  }
  json["trend"] = std::move(trend);
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace trawl
