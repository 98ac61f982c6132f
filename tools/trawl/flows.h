#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/match/matcher.h"
#include "engine/model/report.h"
#include "engine/scan/program.h"
#include "engine/scan/scan_options.h"
#include "engine/store/identity.h"
#include "tools/trawl/command_line.h"
#include "tools/trawl/setup.h"

namespace trawl {

/// The rules about flows that command line and configuration ask for, sorted by id; `setup` owns those whose
/// severity was changed.
Result<std::vector<const FlowRule*>> flow_rules_as_asked(const CommandLine& command_line, Setup& setup);

/// Looks at the program for flows and adds what it finds to the report. `base` is the folder that paths are
/// relative to. An error is one of usage: a compile database that was asked for and cannot be read.
Result<void> add_flows(const CommandLine& command_line, const std::string& base, Program& program,
                       const std::vector<const FlowRule*>& rules, const MatchEngine& engine,
                       const Fingerprinter& fingerprinter, const ScanOptions& options, Report& report);

/// The path of trawl-clang beside this program; empty where there is none.
std::string worker_path();

}  // namespace trawl
