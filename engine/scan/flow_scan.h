#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/notification.h"
#include "engine/model/program_coverage.h"
#include "engine/sast/compile_database.h"
#include "engine/sast/explanation.h"
#include "engine/sast/flow_finding.h"
#include "engine/scan/program.h"

namespace trawl {

/// A model file of the user, for the engine to read.
struct ModelFile {
  std::string name;
  std::string text;
};

/// How C and C++ are looked at.
struct FlowScanOptions {
  std::string worker;              ///< absolute path of trawl-clang
  std::string cache_folder;        ///< empty: no cache
  unsigned threads = 1;            ///< workers at once
  bool library = false;            ///< parameters of exported functions are sources
  bool recycle_always = false;     ///< a fresh worker for each file: input that is not trusted at all
  std::vector<std::string> rules;  ///< ids of the rules that are asked for, sorted
  std::vector<ModelFile> models;
  const sast::CompileDatabase* database = nullptr;  ///< may be null; outlives the scan
  std::function<bool()> stop;                       ///< whether to end soon; may be empty
  /// Where set: paths of the program that a change touches. Other units come from the cache; of those that
  /// are not in it `most_others` are parsed, the nearest first, and the rest is told as a notification. May
  /// be null; outlives the scan.
  const std::set<std::string>* changed = nullptr;
  std::size_t most_others = 0;
  bool all_others_or_none = false;  ///< where there are more, none is parsed
  /// Of the program; where not empty: what is known of a line of it is told as well.
  std::string explain_path;
  std::uint32_t explain_line = 0;
};

/// What came of it. The same for any number of workers.
struct FlowScanResult {
  std::vector<sast::FlowFinding> findings;  ///< sorted; only of rules that were asked for
  std::vector<Notification> notifications;
  ProgramCoverage coverage;
  std::vector<sast::KnownRow> known;  ///< of the line that was asked about
};

/// Parses every unit of the program in sandboxed workers and links what they found. Fails only when no worker
/// can be had; what one file does to a worker is a notification on that file.
Result<FlowScanResult> scan_for_flows(const Program& program, const FlowScanOptions& options);

/// What a worker says of itself, for `trawl doctor`.
struct WorkerState {
  std::string engine;
  std::vector<std::string> layers;
};
Result<WorkerState> ask_worker(const std::string& worker);

}  // namespace trawl
