#pragma once

#include "tools/trawl/command_line.h"

namespace trawl {

/// The commands. Each does what its name says, prints to standard output or error, and returns the exit code.
int run_command(const CommandLine& command_line);
int run_scan(const CommandLine& command_line);  ///< scan, staged, stdin

}  // namespace trawl
