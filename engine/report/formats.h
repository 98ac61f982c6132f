#pragma once

#include <memory>

#include "engine/report/report_writer.h"

namespace trawl {

// What each format's file offers to the table in report_writer.cpp.
std::unique_ptr<ReportWriter> make_text_writer(const ReportOptions& options);
std::unique_ptr<ReportWriter> make_json_writer(const ReportOptions& options);
std::unique_ptr<ReportWriter> make_jsonl_writer(const ReportOptions& options);
std::unique_ptr<ReportWriter> make_sarif_writer(const ReportOptions& options);

}  // namespace trawl
