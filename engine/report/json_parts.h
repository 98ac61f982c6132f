#pragma once

#include <string>

#include "engine/model/report.h"
#include "engine/report/json_stream.h"
#include "engine/report/report_writer.h"

namespace trawl {

/// The version of the JSON and JSONL formats. A change that can break a reader raises it
/// (docs/report.schema.json).
inline constexpr std::string_view kReportSchema = "trawl-report/1";

// The members that the formats JSON and JSONL share. Each writes one value, behind a name or alone.
void write_tool(JsonStream& json, const ReportOptions& options);
void write_run(JsonStream& json, const Report& report);
void write_finding_members(JsonStream& json, const Finding& finding, const ReportOptions& options);
void write_notification_members(JsonStream& json, const Notification& notification);
void write_coverage_members(JsonStream& json, const Report& report);
void write_ledger_members(JsonStream& json, const EvidenceLedger& ledger);
void write_outcome_members(JsonStream& json, const Report& report);

}  // namespace trawl
