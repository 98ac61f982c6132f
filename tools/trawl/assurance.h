#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/assure/assessment.h"
#include "engine/assure/gate.h"
#include "engine/base/result.h"
#include "engine/model/report.h"
#include "tools/trawl/command_line.h"

namespace trawl {

/// Where the files of assurance lie, below the top of the tree.
inline constexpr const char* kAttestationFile = ".trawl/attestations.toml";
inline constexpr const char* kGateFile = ".trawl/gate.toml";

/// Everything that gates, reports and metrics are made of. The results borrow from the other members.
struct Assurance {
  Evidence evidence;
  std::vector<Framework> frameworks;
  std::vector<Attestation> attestations;
  std::vector<FrameworkResult> results;   ///< one for each framework
  std::string as_of;                      ///< YYYY-MM-DD
  std::string base;                       ///< directory of the tree
  std::string report_digest;              ///< SHA-256 of the report that it rests on, hexadecimal
  ExitCode exit_code = ExitCode::kClean;  ///< of the scan

  Assurance() = default;
  Assurance(const Assurance&) = delete;
  Assurance& operator=(const Assurance&) = delete;
};

/// Scans as the command line says, or reads the report that `--from` names, and assesses all frameworks. An
/// error is one of usage or configuration.
Result<std::unique_ptr<Assurance>> assured_as_asked(const CommandLine& command_line);

/// Gate files and profiles as the command line says.
struct GateChoice {
  GatePolicy policy;
  std::string origin;  ///< "profile 'ci'", ".trawl/gate.toml"
};
Result<GateChoice> gates_as_asked(const CommandLine& command_line, const std::string& base);

/// The lines of all gates.
Result<std::vector<GateLine>> gate_lines(const CommandLine& command_line, const GateChoice& choice,
                                         const Assurance& assurance);

/// Writes the metrics that `--metrics` asks for. 0, or the exit code of what went wrong.
int deliver_metrics(const CommandLine& command_line, const Assurance& assurance,
                    const std::vector<GateLine>& lines);

/// Today in UTC, YYYY-MM-DD.
std::string day_today();

}  // namespace trawl
