#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/assure/assessment.h"

namespace trawl {

/// One demand of a gate.
struct GateCondition {
  enum class Kind : std::uint8_t {
    kMaxOpen,        ///< at most `number` open findings of `severity`
    kMaxNew,         ///< the same of those that the earlier report does not have
    kMaxSuppressed,  ///< at most `number` accepted findings
    kRan,            ///< a rule that `text` means ran over at least one input
    kDatabaseAge,    ///< the vulnerability index is at most `number` days old
    kSecretAge,      ///< no secret that is still there is in the history for more than `number` days
    kMaxNotParsed,   ///< at most `number` percent of inputs were not read to their end
    kGreater,        ///< the share `text` is more than `number` percent
    kLess,           ///< ... less than
    kAttestation,    ///< a valid attestation `text` that is at most `number` days old (0: any age)
    kControl,        ///< the control `text` ("key:id") has one of `statuses`
    kWithout,        ///< no control of the framework `text` has one of `statuses`
    kComplete,       ///< everything in scope was read
    kReasons,        ///< every accepted finding has a reason
    kExpiries,       ///< ... and an expiry
    kMaxDays,        ///< ... at most `number` days ahead
  };
  Kind kind = Kind::kComplete;
  std::string text;
  double number = 0;
  std::optional<Severity> severity;  ///< of kMaxOpen and kMaxNew; nothing: all severities together
  std::vector<ControlStatus> statuses;
};

struct Gate {
  std::string name;
  Confidence confidence = Confidence::kLow;  ///< findings below do not count for this gate
  std::vector<GateCondition> conditions;
};

struct GatePolicy {
  std::vector<Gate> gates;
  std::vector<GateCondition> suppressions;  ///< of the section [suppressions], for every gate
};

/// Reads a gate file. An unknown key is an error with line and column.
Result<GatePolicy> read_gate_policy(std::string_view file, std::string_view text);

/// The gates that need no file, by name: "pre-commit", "ci", "release", "zero".
std::optional<Gate> gate_profile(std::string_view name);
std::vector<std::string_view> gate_profile_names();

/// One line of what a gate says.
struct GateLine {
  std::string gate;
  std::string required;
  std::string measured;
  bool met = false;
};

/// What gates are judged by; all borrowed.
struct GateFacts {
  const Evidence* evidence = nullptr;
  std::span<const FrameworkResult> frameworks;
  std::span<const Attestation> attestations;
  const std::set<std::string>* earlier = nullptr;  ///< fingerprints of an earlier report; null: none is known
  bool all_is_new = false;                         ///< a change was scanned: what was found is new
  std::string as_of;
};

/// A line for each condition of each gate, then for those of [suppressions], as a gate of that name. What
/// cannot be measured is not met.
std::vector<GateLine> judge_policy(const GatePolicy& policy, const GateFacts& facts);

}  // namespace trawl
