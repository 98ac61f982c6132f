#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/model/report.h"
#include "engine/report/output.h"

namespace trawl {

/// Whom a SARIF report is for (docs/reports.md): everything, or what GitHub code scanning accepts.
enum class SarifProfile : std::uint8_t { kFull, kGithub };

Result<SarifProfile> sarif_profile_named(std::string_view name);

/// How reports are written. The same report and options give the same bytes.
struct ReportOptions {
  SarifProfile sarif_profile = SarifProfile::kFull;
  bool show_secrets = false;    ///< only ever from the command line; SARIF shows none even then
  bool colour = false;          ///< text: the caller knows whether a terminal reads it
  std::string hyperlink_base;   ///< text: URI of the report's root, ends with '/'; empty: no links
  int verbosity = 0;            ///< text: -1 quiet, 1 shows notes and suppressed findings
  std::string tool_version;     ///< "0.1.0"
  std::string information_uri;  ///< SARIF: home page of the program; empty: not named
};

/// Writes a report in one format. Immutable, so one writer can serve many threads and reports.
class ReportWriter {
 public:
  virtual ~ReportWriter() = default;
  /// Appends the whole report. An error says why the output did not take it; the caller still calls
  /// `Output::finish`, which delivers.
  [[nodiscard]] virtual Result<void> write(const Report& report, Output& output) const = 0;
};

/// One line of the table of formats: a format is a file of this folder and a row of the table.
struct ReportFormat {
  std::string_view name;
  std::string_view description;  ///< for `--help`
  std::unique_ptr<ReportWriter> (*make)(const ReportOptions& options);
};

std::span<const ReportFormat> report_formats();

/// The writer of a format by name. For an unknown name an error that lists the known ones and suggests the
/// nearest.
Result<std::unique_ptr<ReportWriter>> make_report_writer(std::string_view format,
                                                         const ReportOptions& options);

}  // namespace trawl
