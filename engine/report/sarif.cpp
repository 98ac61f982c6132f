#include <fmt/format.h>

#include <algorithm>

#include "engine/base/escape.h"
#include "engine/report/formats.h"
#include "engine/report/outcome.h"
#include "engine/report/sarif_parts.h"

namespace trawl {
namespace {

constexpr std::size_t kMostGithubResults = 5000;  // code scanning keeps no more of a run

/// What the profile takes from the report, and what is to be said about the rest.
struct Selection {
  std::vector<const Finding*> findings;     ///< in the order of the report
  std::vector<Notification> notifications;  ///< beyond those of the report
};

/// Of two findings the one that is kept when there is room for one. Ties go to the one that comes first.
bool worse(const Finding* a, const Finding* b) {
  return std::pair(a->severity, a->confidence) > std::pair(b->severity, b->confidence);
}

Selection select(const Report& report, SarifProfile profile) {
  Selection selection;
  if (profile == SarifProfile::kFull) {
    for (const Finding& finding : report.findings) selection.findings.push_back(&finding);
    return selection;
  }
  for (const Finding& finding : report.findings) {
    if (finding.suppression) continue;  // code scanning would open an alert for it
    if (!relative_uri(finding.locations.front().path)) {
      // A location without a URI rejects the whole file.
      selection.notifications.push_back(
          notify(Reason::kNotARegularPath, finding.locations.front().path,
                 fmt::format("A finding of rule '{}' (blob '{}') is at a path that cannot be shown.",
                             finding.rule->id, finding.locations.front().blob_id)));
      continue;
    }
    selection.findings.push_back(&finding);
  }
  if (selection.findings.size() > kMostGithubResults) {
    const std::size_t cut = selection.findings.size() - kMostGithubResults;
    std::vector<const Finding*> worst = selection.findings;
    std::stable_sort(worst.begin(), worst.end(), worse);
    worst.resize(kMostGithubResults);
    std::sort(worst.begin(), worst.end());  // findings lie in one array, so addresses are the report's order
    selection.findings = std::move(worst);
    Notification notification = notify(
        Reason::kTooManyMatches, "",
        fmt::format("{} of {} results were cut, the least severe ones: code scanning takes '{}' at most.",
                    cut, cut + kMostGithubResults, kMostGithubResults));
    notification.count = cut;
    selection.notifications.push_back(std::move(notification));
  }
  return selection;
}

bool executed_successfully(const Outcome& outcome) {
  return outcome.exit_code == ExitCode::kClean || outcome.exit_code == ExitCode::kFindings;
}

void write_notification(JsonStream& json, const Notification& notification) {
  json.open_object();
  json.open_object("descriptor");
  json.member("id", descriptor_of(notification.reason).id);
  json.member("index", static_cast<std::size_t>(notification.reason));
  json.close();
  json.member("level", name_of(notification.level));
  write_sarif_text(
      json, "message",
      escape_sarif_message(notification.message.empty() ? descriptor_of(notification.reason).description
                                                        : notification.message));
  // Not every subject is a path (an object, a baseline entry): only what can be a URI of a file is given as
  // one.
  if (!notification.subject.empty() && relative_uri(notification.subject)) {
    json.open_array("locations");
    json.open_object();
    json.open_object("physicalLocation");
    write_artifact_location(json, "artifactLocation", notification.subject, std::nullopt);
    json.close();
    json.close();
    json.close();
  }
  json.open_object("properties");
  json.member("count", notification.count);
  json.member("incomplete", notification.incomplete);
  json.member_if_any("subject", printable_text(notification.subject));
  json.close();
  json.close();
}

void write_coverage(JsonStream& json, const Report& report) {
  const Coverage& coverage = report.coverage;
  json.open_object("coverage");
  json.member("filesMet", coverage.files_met);
  json.member("filesScanned", coverage.files_scanned);
  json.member("bytesScanned", coverage.bytes_scanned);
  json.member("filesUnchanged", coverage.files_unchanged);
  json.open_object("skippedFiles");
  for (const auto& [reason, count] : coverage.skipped_files) json.member(descriptor_of(reason).id, count);
  json.close();
  if (report.program) {
    const ProgramCoverage& program = *report.program;
    json.open_object("program");
    json.member("units", program.units);
    json.member("whole", program.whole);
    json.member("inPart", program.in_part);
    json.member("failed", program.failed);
    json.member("missedIncludes", program.missed_includes);
    json.member("functions", program.functions);
    json.member("calls", program.calls);
    json.member("unresolvedCalls", program.unresolved_calls);
    json.close();
  }
  json.close();
}

void write_invocation(JsonStream& json, const Report& report, const Selection& selection) {
  const Outcome outcome = outcome_of(report);
  const bool successful = executed_successfully(outcome);
  json.open_array("invocations");
  json.open_object();
  json.member("executionSuccessful", successful);
  json.member("exitCode", static_cast<unsigned>(outcome.exit_code));
  json.member("exitCodeDescription", name_of(outcome.exit_code));
  json.member_if_any("startTimeUtc", report.start_time);
  json.member_if_any("endTimeUtc", report.end_time);
  json.open_array("toolExecutionNotifications");
  bool error_seen = false;
  for (const Notification& notification : report.notifications) {
    error_seen = error_seen || notification.level == NotificationLevel::kError;
    write_notification(json, notification);
  }
  for (const Notification& notification : selection.notifications) write_notification(json, notification);
  if (!successful && !error_seen) {
    write_notification(json, notify(report.interrupted ? Reason::kInterrupted : Reason::kInternal, "",
                                    "The run did not read everything in scope."));
  }
  json.close();
  json.open_object("properties");
  json.member("summary", printable_text(verdict_of(report)));
  json.member("suppressed", outcome.suppressed);
  write_coverage(json, report);
  json.close();
  json.close();
  json.close();
}

/// A URI that tells consumers where the repository is: absolute, over a scheme they can open, without
/// credentials.
bool is_public_repository_uri(std::string_view uri) {
  const std::size_t scheme_end = uri.find("://");
  if (scheme_end == std::string_view::npos || uri.starts_with("git://")) return false;
  const std::string_view authority = uri.substr(scheme_end + 3, uri.substr(scheme_end + 3).find('/'));
  return authority.find('@') == std::string_view::npos &&
         std::all_of(uri.begin(), uri.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

void write_provenance(JsonStream& json, const Report& report) {
  if (!is_public_repository_uri(report.repository_uri)) return;
  json.open_array("versionControlProvenance");
  json.open_object();
  json.member("repositoryUri", report.repository_uri);
  json.member_if_any("revisionId", report.revision_id);
  json.open_object("mappedTo");
  json.member("uriBaseId", "SRCROOT");
  json.close();
  json.close();
  json.close();
}

/// SARIF 2.1.0 with one run. Results are streamed; only the lists of files and rules are kept.
class SarifWriter final : public ReportWriter {
 public:
  explicit SarifWriter(const ReportOptions& options) : options_(options) {}

  Result<void> write(const Report& report, Output& output) const override {
    const Selection selection = select(report, options_.sarif_profile);
    const SarifRules rules(report);
    SarifArtifacts artifacts;
    bool any_suppressed = false;
    for (const Finding* finding : selection.findings) {
      for (const Location& location : finding->locations) artifacts.add(location);
      for (const Location& location : finding->partners) artifacts.add(location);
      for (const Trace& trace : finding->traces) {
        for (const TraceStep& step : trace.steps) artifacts.add(step.location);
      }
      any_suppressed = any_suppressed || finding->suppression.has_value();
    }
    artifacts.number();

    constexpr std::size_t kLinesToDepth = 4;  // a line for each result and each file
    JsonStream json(output, kLinesToDepth);
    json.open_object();
    json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json.member("version", "2.1.0");
    json.open_array("runs");
    json.open_object();
    rules.write_tool(json, options_);
    rules.write_taxonomies(json);
    json.open_object("automationDetails");
    json.member("id", report.category + "/");
    json.close();
    json.member("columnKind", "utf16CodeUnits");
    json.open_object("originalUriBaseIds");
    json.open_object("SRCROOT");
    write_sarif_text(json, "description", "The root of the scanned tree or repository.");
    json.close();
    json.close();
    write_provenance(json, report);
    write_invocation(json, report, selection);
    artifacts.write(json);
    json.open_array("results");
    const SarifContext context = {options_, rules, artifacts, any_suppressed};
    for (const Finding* finding : selection.findings) write_sarif_result(json, *finding, context);
    json.close();
    json.open_object("properties");
    json.member("command", report.command);
    json.member_if_any("root", printable_text(report.root));
    json.member_if_any("revisionId", report.revision_id);
    json.close();
    json.close();
    json.close();
    json.close();
    output.append("\n");
    return output.status();
  }

 private:
  ReportOptions options_;
};

}  // namespace

std::unique_ptr<ReportWriter> make_sarif_writer(const ReportOptions& options) {
  return std::make_unique<SarifWriter>(options);
}

}  // namespace trawl
