#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/assure/attestation.h"
#include "engine/assure/control.h"
#include "engine/assure/evidence.h"

namespace trawl {

/// What a control comes to. The first that holds, in this order; docs/controls.md has the exact rules.
enum class ControlStatus : std::uint8_t {
  kFail,
  kExpired,
  kNotApplicable,
  kAttested,
  kPass,
  kPartial,
  kNotChecked,
};
inline constexpr std::size_t kControlStatuses = 7;

/// "FAIL", "EXPIRED", "NOT APPLICABLE", "ATTESTED", "PASS", "PARTIAL", "NOT CHECKED".
std::string_view name_of(ControlStatus status);
std::optional<ControlStatus> control_status_named(std::string_view name);

/// A control with its status and what it rests on. Borrows from the framework, evidence and attestations.
struct ControlResult {
  const Control* control = nullptr;
  ControlStatus status = ControlStatus::kNotChecked;
  std::vector<std::string> reasons;   ///< sentences without period: what decided, what is missing
  std::vector<std::size_t> open;      ///< positions of findings that fail it
  std::vector<std::size_t> below;     ///< of open ones below its level
  std::vector<std::size_t> accepted;  ///< of suppressed ones
  std::vector<std::string> rules;     ///< that ran, sorted; families as "secret/*"
  std::array<std::uint64_t, kEvidenceOutcomes> rows{};  ///< of the ledger, by outcome
  std::vector<const LedgerInput*> inputs;               ///< the first of those behind it
  std::uint64_t input_count = 0;
  std::vector<const Attestation*> attestations;

  static constexpr std::size_t kMostInputsShown = 50;
};

struct FrameworkResult {
  const Framework* framework = nullptr;
  std::vector<ControlResult> controls;  ///< in the framework's order
  std::array<std::uint64_t, kControlStatuses> counts{};

  [[nodiscard]] std::uint64_t count(ControlStatus status) const {
    return counts[static_cast<std::size_t>(status)];
  }
  /// Controls that apply: the denominator of the share that is shown.
  [[nodiscard]] std::uint64_t applicable() const {
    return controls.size() - count(ControlStatus::kNotApplicable);
  }
};

/// The status of every control. Everything is borrowed and outlives the result.
FrameworkResult assess(const Framework& framework, const Evidence& evidence,
                       std::span<const Attestation> attestations);

/// A share in percent, by name: of the ledger's measures. Nothing where there is nothing to count.
std::optional<double> measure_of(const Evidence& evidence, std::string_view name);

}  // namespace trawl
