#include "engine/report/json_parts.h"

#include <optional>

#include "engine/base/escape.h"
#include "engine/report/history_words.h"
#include "engine/report/outcome.h"
#include "engine/report/show_secrets.h"

namespace trawl {
namespace {

void write_region(JsonStream& json, std::string_view name, const Region& region) {
  json.open_object(name);
  json.member("start_line", region.start_line.value);
  json.member("start_column", region.start_column.value);
  json.member("end_line", region.end_line.value);
  json.member("end_column", region.end_column.value);
  json.close();
}

void write_excerpt(JsonStream& json, std::string_view name, const Excerpt& excerpt) {
  if (excerpt.text.empty()) return;
  json.open_object(name);
  write_region(json, "region", excerpt.region);
  json.member("text", printable_text(excerpt.text));
  json.close();
}

void write_location(JsonStream& json, const Location& location) {
  json.open_object();
  json.member("path", printable_text(location.path));
  if (const std::optional<std::string> uri = relative_uri(location.path); uri && !location.metadata) {
    json.member("uri", *uri);
  }
  json.open_object("bytes");
  json.member("begin", location.span.begin.value);
  json.member("end", location.span.end.value);
  json.close();
  write_region(json, "region", location.region);
  write_excerpt(json, "snippet", location.snippet);
  write_excerpt(json, "context", location.context);
  json.member_if_any("line_hash", location.line_hash);
  json.member_if_any("blob", location.blob_id);
  if (location.blob_size > 0) json.member("blob_size", location.blob_size);
  json.member_if_any("commit", location.commit_id);
  if (location.metadata) json.member("metadata", true);
  if (location.range) json.member("in_final_diff", location.range->in_final_diff);
  json.member_if_any("decoded_by", printable_text(location.decoded_by));
  json.member_if_any("fingerprint", location.fingerprint);
  json.close();
}

void write_rule(JsonStream& json, const Rule& rule) {
  json.open_object("rule");
  json.member("id", rule.id);
  json.member("name", rule.name);
  json.member("description", rule.description);
  json.member("provider", rule.provider);
  json.member("kind", name_of(rule.kind));
  json.member("remediation", rule.remediation);
  json.member_if_any("reference", rule.reference);
  json.member("cwe", rule.cwe);
  json.close();
}

}  // namespace

void write_tool(JsonStream& json, const ReportOptions& options) {
  json.open_object("tool");
  json.member("name", "trawl");
  json.member("version", options.tool_version);
  json.close();
}

void write_run(JsonStream& json, const Report& report) {
  json.open_object("run");
  json.member("command", report.command);
  json.member("category", report.category);
  json.member("root", printable_text(report.root));
  json.member_if_any("revision", report.revision_id);
  json.member_if_any("repository", printable_text(report.repository_uri));
  json.member_if_any("start_time", report.start_time);
  json.member_if_any("end_time", report.end_time);
  json.member("rules", report.rules.size());
  json.close();
}

void write_finding_members(JsonStream& json, const Finding& finding, const ReportOptions& options) {
  write_rule(json, *finding.rule);
  json.member("severity", name_of(finding.severity));
  json.member("confidence", name_of(finding.confidence));
  json.member("verdict", name_of(finding.verdict));
  json.member("message", printable_text(finding.message));
  json.member_if_any("detail", printable_text(finding.detail));
  json.member("fingerprint", finding.fingerprint);
  if (finding.rule->kind == RuleKind::kSecret) {
    json.member("redacted", finding.secret.redacted());
    if (options.show_secrets) json.member("secret", shown(finding.secret, true));
  }
  json.open_array("locations");
  for (const Location& location : finding.locations) write_location(json, location);
  json.close();
  json.open_array("partners");
  for (const Location& location : finding.partners) write_location(json, location);
  json.close();
  if (!finding.traces.empty()) {
    json.open_array("traces");
    for (const Trace& trace : finding.traces) {
      json.open_array();
      for (const TraceStep& step : trace.steps) {
        json.open_object();
        json.member("message", printable_text(step.message));
        json.member("kind", step.kind);
        json.member("essential", step.essential);
        json.member("nesting", std::uint64_t{step.nesting});
        json.key("location");
        write_location(json, step.location);
        json.close();
      }
      json.close();
    }
    json.close();
  }
  json.open_array("also_matched");
  for (const Rule* rule : finding.also_matched) json.string(rule->id);
  json.close();
  if (finding.provenance) {
    json.open_object("provenance");
    write_provenance_members(json, *finding.provenance);
    json.close();
  }
  if (finding.suppression) {
    json.open_object("suppression");
    json.member("kind", finding.suppression->kind == Suppression::Kind::kInSource ? "in-source" : "external");
    json.member("justification", printable_text(finding.suppression->justification));
    json.close();
  }
}

void write_notification_members(JsonStream& json, const Notification& notification) {
  json.member("reason", descriptor_of(notification.reason).id);
  json.member("level", name_of(notification.level));
  json.member("incomplete", notification.incomplete);
  json.member_if_any("subject", printable_text(notification.subject));
  json.member("message", printable_text(notification.message));
  json.member("count", notification.count);
}

void write_coverage_members(JsonStream& json, const Report& report) {
  const Coverage& coverage = report.coverage;
  json.member("files_met", coverage.files_met);
  json.member("files_scanned", coverage.files_scanned);
  json.member("bytes_scanned", coverage.bytes_scanned);
  json.member("files_unchanged", coverage.files_unchanged);
  json.open_object("skipped_files");
  for (const auto& [reason, count] : coverage.skipped_files) json.member(descriptor_of(reason).id, count);
  json.close();
  if (!report.program) return;
  const ProgramCoverage& program = *report.program;
  json.open_object("program");
  json.member("units", program.units);
  json.member("whole", program.whole);
  json.member("in_part", program.in_part);
  json.member("failed", program.failed);
  json.member("missed_includes", program.missed_includes);
  json.member("functions", program.functions);
  json.member("calls", program.calls);
  json.member("unresolved_calls", program.unresolved_calls);
  json.close();
}

void write_outcome_members(JsonStream& json, const Report& report) {
  const Outcome outcome = outcome_of(report);
  json.member("exit_code", static_cast<unsigned>(outcome.exit_code));
  json.member("verdict", name_of(outcome.exit_code));
  json.member("summary", verdict_of(report));
  json.member("complete", outcome.complete);
  json.member("findings", outcome.findings);
  json.member("below_threshold", outcome.below_threshold);
  json.member("suppressed", outcome.suppressed);
  json.member("fail_on", name_of(report.fail_on));
}

}  // namespace trawl
