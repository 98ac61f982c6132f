#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/model/report.h"

namespace trawl {

/// What a run came to, in the words that all formats share.
struct Outcome {
  ExitCode exit_code = ExitCode::kClean;
  std::size_t findings = 0;         ///< not suppressed
  std::size_t flows = 0;            ///< of these, flows in C and C++
  std::size_t settings = 0;         ///< of these, settings in files of configuration
  std::size_t dependencies = 0;     ///< of these, packages and where they come from
  std::size_t below_threshold = 0;  ///< of these, how many are less severe than `fail_on`
  std::size_t suppressed = 0;
  bool complete = true;  ///< everything in scope was read
};

Outcome outcome_of(const Report& report);

/// One word, stable: "clean", "findings", "incomplete", "incomplete-findings", "interrupted".
std::string_view name_of(ExitCode exit_code);

/// A phrase for people, without period: "clean", "2 secrets", "INCOMPLETE: 1 unreadable-file; 2 secrets in
/// what was read".
std::string verdict_of(const Report& report);

/// "1 file", "2 files", "1,234 files".
std::string counted(std::uint64_t number, const std::string& noun);

/// "0 bytes", "999 bytes", "1.2 kB", "3.4 GB": powers of 1000.
std::string size_text(std::uint64_t bytes);

}  // namespace trawl
