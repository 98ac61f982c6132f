#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/model/severity.h"

namespace trawl {

/// What a validator says of one candidate. `verdict` speaks of the shape only; nothing is ever asked over a
/// network.
struct Validation {
  Verdict verdict = Verdict::kNone;
  std::string detail;  ///< public facts read out of the candidate: "account 123456789012"; may be empty
  std::optional<Severity>
      severity;  ///< where the content decides it (an encrypted key is medium); else the rule's
};

/// Judges the bytes of the group `secret` of a match. Pure, never throws, linear in the input; any bytes may
/// come.
using Validator = Validation (*)(std::string_view secret);

/// A validator that rule files can name, as `checksum = "..."` or `structure = "..."`.
struct ValidatorEntry {
  std::string_view name;         ///< kebab-case
  bool checksum;                 ///< else it checks structure
  std::string_view description;  ///< one sentence: method and its source
  Validator judge;
};

/// All validators, sorted by name.
std::span<const ValidatorEntry> validators();

/// The one of that name, or null.
const ValidatorEntry* find_validator(std::string_view name);

}  // namespace trawl
