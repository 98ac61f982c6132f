#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sast/analysis.h"
#include "engine/sast/program_files.h"

namespace trawl::sast {

/// A unit to parse. `flags` have passed the allow-list (engine/sast/flags.h); the parser adds its own.
struct ParseRequest {
  std::string path;                ///< of the main file, relative to the program
  std::vector<std::string> flags;  ///< `-xc++`, `-std=`, `-D`, `-I/program/...`
  /// Called when a budget is used up. Does not return: hostile input has no other way out of the parser. May
  /// be empty where input is trusted.
  std::function<void(std::string_view limit)> on_limit;
};

/// How much of a unit was understood.
struct ParseOutcome {
  bool parsed = false;              ///< an AST was had and given to the callback
  std::uint32_t errors = 0;         ///< that the parser met, after all passes
  std::uint32_t passes = 0;         ///< parses it took
  std::vector<std::string> missed;  ///< names of includes that were not found, sorted
  std::vector<std::string>
      include_names;              ///< base names of all includes that were looked up, sorted: cache key
  std::vector<std::string> read;  ///< paths of the program that were read, sorted: cache key
};

/// Parses one unit as far as possible, with headers of the program and of trawl only, and calls `use` with
/// what came of it (perhaps twice: the second time with optional features switched on). Never throws; but
/// hostile input may end the process or take forever: only a sandboxed worker calls this with input it does
/// not trust.
ParseOutcome parse_unit(const ParseRequest& request, ProgramFiles& files,
                        const std::function<void(const Unit&)>& use);

}  // namespace trawl::sast
