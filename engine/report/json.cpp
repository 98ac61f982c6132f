#include "engine/report/formats.h"
#include "engine/report/json_parts.h"

namespace trawl {
namespace {

/// One document with everything; each finding and notification is on a line of its own.
class JsonWriter final : public ReportWriter {
 public:
  explicit JsonWriter(const ReportOptions& options) : options_(options) {}

  Result<void> write(const Report& report, Output& output) const override {
    constexpr std::size_t kLinesToDepth = 2;
    JsonStream json(output, kLinesToDepth);
    json.open_object();
    json.member("schema", kReportSchema);
    write_tool(json, options_);
    write_run(json, report);
    json.open_array("findings");
    for (const Finding& finding : report.findings) {
      json.open_object();
      write_finding_members(json, finding, options_);
      json.close();
    }
    json.close();
    json.open_array("notifications");
    for (const Notification& notification : report.notifications) {
      json.open_object();
      write_notification_members(json, notification);
      json.close();
    }
    json.close();
    json.open_object("coverage");
    write_coverage_members(json, report);
    json.close();
    json.open_object("ledger");
    write_ledger_members(json, report.ledger);
    json.close();
    json.open_object("outcome");
    write_outcome_members(json, report);
    json.close();
    json.close();
    output.append("\n");
    return output.status();
  }

 private:
  ReportOptions options_;
};

}  // namespace

std::unique_ptr<ReportWriter> make_json_writer(const ReportOptions& options) {
  return std::make_unique<JsonWriter>(options);
}

}  // namespace trawl
