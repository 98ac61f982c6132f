#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/match/matcher.h"
#include "engine/model/report.h"
#include "engine/sast/flow_finding.h"
#include "engine/scan/program.h"
#include "engine/scan/scan_options.h"
#include "engine/store/identity.h"

namespace trawl {

/// Makes findings of a report out of what a worker found. A worker sends places and names only: the text
/// beside them is cut here, out of the files as they are read again, and every secret in them is redacted.
/// One thread.
class FlowReporter {
 public:
  /// Everything is borrowed. `rules` are sorted by id.
  FlowReporter(const Program& program, const MatchEngine& engine, const Fingerprinter& fingerprinter,
               const ScanOptions& options, std::span<const FlowRule* const> rules);
  ~FlowReporter();
  FlowReporter(const FlowReporter&) = delete;
  FlowReporter& operator=(const FlowReporter&) = delete;

  /// Adds the findings to the report, and sorts it. Those of one function with the same flow are told apart
  /// by their order; with `options.lines_in_scope`, a finding needs a place on one of these lines.
  void add(std::span<const sast::FlowFinding> findings, Report& report);

 private:
  struct File;
  File* file_of(const std::string& path);
  [[nodiscard]] const FlowRule* rule_of(const std::string& id) const;
  Location location_of(const sast::Place& place, bool with_context);
  Trace trace_of(const std::vector<sast::FlowStep>& steps);
  std::string shown_name(const std::string& name, const std::string& path);
  bool joined_with_secret(const sast::FlowFinding& flow, const FlowRule& rule, Report& report);
  bool in_scope(const sast::FlowFinding& finding);

  const Program& program_;
  const MatchEngine& engine_;
  const Fingerprinter& fingerprinter_;
  const ScanOptions& options_;
  std::span<const FlowRule* const> rules_;
  std::unique_ptr<Matcher> matcher_;
  std::map<std::string, std::unique_ptr<File>> files_;
  std::size_t bytes_ = 0;
};

}  // namespace trawl
