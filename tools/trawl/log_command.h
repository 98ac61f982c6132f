#pragma once

#include <string>

#include "engine/assure/log_chain.h"
#include "engine/base/result.h"
#include "engine/model/report.h"
#include "tools/trawl/assurance.h"
#include "tools/trawl/command_line.h"

namespace trawl {

inline constexpr const char* kLogFile = ".trawl/log.jsonl";

/// An entry for what this command did, with time and user; the caller adds what came of it.
LogEntry log_entry_of(const CommandLine& command_line);

/// The same with the figures of an assessed report.
LogEntry log_entry_of(const CommandLine& command_line, const Assurance& assurance, int exit_code);

/// Appends to the log that `--log` names, if it names one. The new head; empty where nothing is logged.
Result<std::string> log_as_asked(const CommandLine& command_line, const LogEntry& entry);

/// Logs a scan, with the digest of its report in JSON.
Result<void> log_scan(const CommandLine& command_line, const Report& report, int exit_code);

}  // namespace trawl
