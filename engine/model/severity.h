#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace trawl {

/// How bad it is if the finding is true. Ordered: a greater value is worse. `kInfo` is worth knowing and no
/// fault: by default such findings do not make a run fail.
enum class Severity : std::uint8_t { kInfo, kLow, kMedium, kHigh, kCritical };

/// How sure we are that the finding is true. Ordered. `kVeryHigh` is kept for what was proven offline
/// (a valid checksum or structure).
enum class Confidence : std::uint8_t { kLow, kMedium, kHigh, kVeryHigh };

/// What a validator says of a candidate: `kNone` where there is nothing to check, which is no evidence either
/// way.
enum class Verdict : std::uint8_t { kNone, kValid, kInvalid };

/// One word, lower case: "critical", "very-high", "valid". The words used in rule files and in every report.
std::string_view name_of(Severity severity);
std::string_view name_of(Confidence confidence);
std::string_view name_of(Verdict verdict);

std::optional<Severity> severity_named(std::string_view name);
std::optional<Confidence> confidence_named(std::string_view name);

/// One grade less severe; the lowest of faults stays.
Severity lowered(Severity severity);
/// One grade more severe; the highest stays.
Severity raised(Severity severity);

}  // namespace trawl
