#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/match/validators/validator.h"

namespace trawl {

/// The verdicts, written short: every validator ends in one of these.
inline Validation valid(std::string detail = {}) {
  return {Verdict::kValid, std::move(detail), std::nullopt};
}
inline Validation invalid(std::string detail = {}) {
  return {Verdict::kInvalid, std::move(detail), std::nullopt};
}
inline Validation no_verdict(std::string detail = {}) {
  return {Verdict::kNone, std::move(detail), std::nullopt};
}
inline Validation verdict_if(bool right, std::string detail = {}) {
  return right ? valid(std::move(detail)) : invalid(std::move(detail));
}
/// The same, at a grade that the content decides.
inline Validation graded(Validation validation, Severity severity) {
  validation.severity = severity;
  return validation;
}

/// Text out of a candidate, fit to be shown: at most 64 characters of printable ASCII, others as `?`. Reports
/// must not carry terminal escapes that somebody hid in a claim.
std::string shown(std::string_view text);

/// `seconds` since 1970 as "2024-01-31" in UTC; empty outside the years 1970 to 9999. What has expired is the
/// reader's to say: a validator never asks the clock, or the same bytes would give another report tomorrow.
std::string date_of(double seconds);

/// Appends `part` to a list of facts, with a comma between; an empty part adds nothing.
void add_fact(std::string& facts, std::string_view part);

}  // namespace trawl
