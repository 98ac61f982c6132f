#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/match/matcher.h"
#include "engine/model/report.h"
#include "engine/scan/flow_scan.h"
#include "engine/scan/program.h"
#include "engine/scan/scan_options.h"
#include "engine/store/identity.h"
#include "tools/trawl/changed_program.h"
#include "tools/trawl/command_line.h"
#include "tools/trawl/setup.h"

namespace trawl {

/// The rules about flows that command line and configuration ask for, sorted by id; `setup` owns those whose
/// severity was changed.
Result<std::vector<const FlowRule*>> flow_rules_as_asked(const CommandLine& command_line, Setup& setup);

/// Looks at the program for flows and adds what it finds to the report. `base` is the folder that paths are
/// relative to. Of a change, what it touches is looked at and what beside it is known; findings need a place
/// on `options.lines_in_scope`. An error is one of usage: a compile database that was asked for and cannot be
/// read.
Result<void> add_flows(const CommandLine& command_line, const std::string& base, Program& program,
                       const std::vector<const FlowRule*>& rules, const MatchEngine& engine,
                       const Fingerprinter& fingerprinter, const ScanOptions& options,
                       const std::vector<ModelFile>& models, const std::set<std::string>* touched,
                       Report& report);

/// The same for what is staged, where `touched` are the targets that are C or C++.
Result<void> add_flows_of_index(const CommandLine& command_line, const std::string& base,
                                const StagedSource& staged, const std::vector<Target>& touched,
                                const std::vector<const FlowRule*>& rules, const MatchEngine& engine,
                                const Fingerprinter& fingerprinter, const ScanOptions& options,
                                const std::vector<ModelFile>& models, Report& report);
/// And for what a range of commits leads to.
Result<void> add_flows_of_range(const CommandLine& command_line, const std::string& base,
                                const RangeSource& range, const std::vector<Target>& touched,
                                const std::vector<const FlowRule*>& rules, const MatchEngine& engine,
                                const Fingerprinter& fingerprinter, const ScanOptions& options,
                                const std::vector<ModelFile>& models, Report& report);

/// What is known of a line of C or C++ in the tree at hand, a sentence a line; `text_of` gives a file as it
/// may be shown, by which names are checked. Empty for files that are neither.
Result<std::string> explain_flows(const CommandLine& command_line, Setup& setup, const std::string& path,
                                  std::uint32_t line, std::string_view shown_text);

/// The path of trawl-clang beside this program; empty where there is none.
std::string worker_path();

}  // namespace trawl
