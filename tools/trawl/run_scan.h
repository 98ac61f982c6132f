#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/base/result.h"
#include "engine/model/manifest.h"
#include "engine/model/report.h"
#include "engine/store/baseline.h"
#include "engine/store/identity.h"
#include "tools/trawl/command_line.h"
#include "tools/trawl/dependencies.h"
#include "tools/trawl/setup.h"

namespace trawl {

inline constexpr const char* kBaselineFile = ".trawl-baseline";
inline constexpr const char* kIgnoreFile = ".trawlignore";

/// A scan that was run as the command line says, with what commands that build on it need.
struct ScanRun {
  std::unique_ptr<Setup> setup;  ///< owns the rules that the report points to
  Report report;
  std::optional<IdentityKey> key;
  bool key_supplied = false;  ///< by file or environment: a baseline does not carry it then
  std::string today;          ///< YYYY-MM-DD
  std::optional<Baseline> accepted_baseline;
  std::string base;                               ///< directory of the tree
  std::optional<Manifest> manifest;               ///< of a history, where one was asked for
  std::unique_ptr<DependencySetup> dependencies;  ///< owns rules that the report points to
  std::vector<DependencyFile> dependency_files;   ///< sorted by path
  DependencyAudit dependency_audit;
};

/// Runs a scan. An error is one of usage or configuration: exit code 2. `own_key` takes the place of every
/// key that the user did not supply.
Result<ScanRun> scan_as_asked(const CommandLine& command_line,
                              const std::optional<IdentityKey>& own_key = std::nullopt);

/// Where the baseline of a tree is: as the command line says, else `.trawl-baseline` at the top of it.
std::string baseline_path(const CommandLine& command_line);

/// What a run ends with, after `--allow-incomplete`; where that made a difference, standard error says so.
ExitCode exit_code_of(const Report& report, const CommandLine& command_line);

}  // namespace trawl
