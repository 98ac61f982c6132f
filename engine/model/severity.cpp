#include "engine/model/severity.h"

#include <array>
#include <cstddef>

namespace trawl {
namespace {

constexpr std::array<std::string_view, 5> kSeverities = {"info", "low", "medium", "high", "critical"};
constexpr std::array<std::string_view, 4> kConfidences = {"low", "medium", "high", "very-high"};
constexpr std::array<std::string_view, 3> kVerdicts = {"none", "valid", "invalid"};

template <typename Enum, std::size_t kCount>
std::optional<Enum> named(const std::array<std::string_view, kCount>& names, std::string_view name) {
  for (std::size_t i = 0; i < kCount; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(Severity severity) {
  return kSeverities[static_cast<std::size_t>(severity)];
}

std::string_view name_of(Confidence confidence) {
  return kConfidences[static_cast<std::size_t>(confidence)];
}

std::string_view name_of(Verdict verdict) {
  return kVerdicts[static_cast<std::size_t>(verdict)];
}

std::optional<Severity> severity_named(std::string_view name) {
  return named<Severity>(kSeverities, name);
}

std::optional<Confidence> confidence_named(std::string_view name) {
  return named<Confidence>(kConfidences, name);
}

Severity lowered(Severity severity) {
  return severity <= Severity::kLow ? severity : static_cast<Severity>(static_cast<int>(severity) - 1);
}

Severity raised(Severity severity) {
  return severity == Severity::kCritical ? severity : static_cast<Severity>(static_cast<int>(severity) + 1);
}

}  // namespace trawl
