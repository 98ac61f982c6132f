#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace trawl {

/// One line of the audit log (`.trawl/log.jsonl`): what was done, by whom, with what result.
struct LogEntry {
  std::string time;  ///< RFC 3339, UTC
  std::string user;
  std::string action;                  ///< "scan", "gate", "attest", "baseline update"
  std::vector<std::string> arguments;  ///< names of options, never their values
  std::string version;                 ///< of the program
  std::string rules;                   ///< SHA-256 over the ids of the rules in force
  std::string digest;                  ///< SHA-256 of the report or file that came of it
  std::uint64_t exit_code = 0;
  std::optional<std::array<std::uint64_t, 5>> open;  ///< findings from info to critical
  std::uint64_t pass = 0;                            ///< controls of the plans that hold
  std::uint64_t applicable = 0;                      ///< and that apply
};

/// What a log holds, and whether its chain is whole.
struct LogCheck {
  std::vector<LogEntry> entries;  ///< as far as the chain is whole
  std::string head;               ///< SHA-256 of the last good line, hexadecimal
  std::size_t bad_line = 0;       ///< from 1; 0: none
  std::string trouble;            ///< what is wrong with it
};

/// The line of an entry, with its line end. `previous` is the SHA-256 of the line before, hexadecimal; 64
/// zeros before the first.
std::string log_line(const LogEntry& entry, std::string_view previous);

/// Follows the chain from the first line. A log may begin with a checkpoint, which stands for the lines
/// that were pruned. A chain cannot show that a whole log was rewritten: whoever keeps its head can.
LogCheck check_log(std::string_view text);

/// Appends to a log under a lock; creates it. Refuses a log whose last line is torn or no line of a log, and
/// anything that is no regular file. Returns the new head.
Result<std::string> append_to_log(const std::string& path, const LogEntry& entry);

/// The lines of a log but for its last `keep`, replaced by a checkpoint. An error where the chain is broken.
Result<std::string> pruned_log(std::string_view text, std::size_t keep);

/// SHA-256 in hexadecimal.
std::string sha256_of(std::string_view bytes);

inline constexpr std::size_t kMostLogBytes = std::size_t{256} << 20;

}  // namespace trawl
