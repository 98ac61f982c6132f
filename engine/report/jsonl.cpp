#include "engine/report/formats.h"
#include "engine/report/json_parts.h"

namespace trawl {
namespace {

/// One object a line: first `run`, then each `finding` and `notification`, then `coverage` and `outcome`. A
/// report without its last line is not complete. Flushed line by line, for readers that follow it.
class JsonlWriter final : public ReportWriter {
 public:
  explicit JsonlWriter(const ReportOptions& options) : options_(options) {}

  Result<void> write(const Report& report, Output& output) const override {
    write_line(output, "run", [&](JsonStream& json) {
      json.member("schema", kReportSchema);
      write_tool(json, options_);
      write_run(json, report);
    });
    for (const Finding& finding : report.findings) {
      write_line(output, "finding",
                 [&](JsonStream& json) { write_finding_members(json, finding, options_); });
    }
    for (const Notification& notification : report.notifications) {
      write_line(output, "notification",
                 [&](JsonStream& json) { write_notification_members(json, notification); });
    }
    write_line(output, "coverage", [&](JsonStream& json) { write_coverage_members(json, report); });
    write_line(output, "outcome", [&](JsonStream& json) { write_outcome_members(json, report); });
    return output.status();
  }

 private:
  template <typename WriteMembers>
  static void write_line(Output& output, std::string_view type, WriteMembers write_members) {
    JsonStream json(output, 0);
    json.open_object();
    json.member("type", type);
    write_members(json);
    json.close();
    output.append("\n");
    output.flush();
  }

  ReportOptions options_;
};

}  // namespace

std::unique_ptr<ReportWriter> make_jsonl_writer(const ReportOptions& options) {
  return std::make_unique<JsonlWriter>(options);
}

}  // namespace trawl
