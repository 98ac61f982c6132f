#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/report.h"
#include "engine/report/report_writer.h"
#include "tools/trawl/command_line.h"

namespace trawl {

/// The reports that a run has promised: checked before the scan, written after it.
class Delivery {
 public:
  /// Understands every `-o FORMAT[=FILE]`. An unknown format, or two reports for standard output, is an
  /// error.
  static Result<Delivery> prepare(const CommandLine& command_line);

  /// Writes all reports, also behind one that failed. An error names each that could not be delivered.
  [[nodiscard]] Result<void> deliver(const Report& report) const;

 private:
  struct Promise {
    std::string file;  ///< empty: standard output
    std::unique_ptr<ReportWriter> writer;
  };
  [[nodiscard]] Result<void> write_all_of(const Report& report) const;

  std::vector<Promise> promises_;
  std::string compat_;  ///< the tool whose ids of rules reports carry; empty: ours
  bool private_files_ = false;
};

}  // namespace trawl
