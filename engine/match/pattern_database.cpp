#include "engine/match/pattern_database.h"

#include <cstdlib>
#include <vector>

#include <fmt/format.h>
#include <hs.h>

#include "engine/match/context/inline_allow.h"

namespace trawl {
namespace {

hs_platform_info_t platform_of(CpuTier tier) {
  hs_platform_info_t platform{};
  platform.tune = HS_TUNE_FAMILY_GENERIC;
  if (tier >= CpuTier::kAvx2) {
    platform.tune = HS_TUNE_FAMILY_HSW;
    platform.cpu_features |= HS_CPU_FEATURES_AVX2;
  }
  if (tier >= CpuTier::kAvx512) {
    platform.tune = HS_TUNE_FAMILY_SKX;
    platform.cpu_features |= HS_CPU_FEATURES_AVX512;
  }
  return platform;
}

Error failure(int code, std::string_view activity) {
  return Error(fmt::format("{} failed with Hyperscan's code {}", activity, code));
}

}  // namespace

std::string_view name_of(CpuTier tier) {
  return tier == CpuTier::kAvx512 ? "avx512" : tier == CpuTier::kAvx2 ? "avx2" : "generic";
}

CpuTier host_tier() {
  hs_platform_info_t platform{};
  if (hs_populate_platform(&platform) != HS_SUCCESS) return CpuTier::kGeneric;
  if ((platform.cpu_features & HS_CPU_FEATURES_AVX512) != 0) return CpuTier::kAvx512;
  return (platform.cpu_features & HS_CPU_FEATURES_AVX2) != 0 ? CpuTier::kAvx2 : CpuTier::kGeneric;
}

void PatternDatabase::Free::operator()(hs_database* database) const {
  hs_free_database(database);
}

std::string_view PatternDatabase::library_version() {
  return hs_version();
}

Result<PatternDatabase> PatternDatabase::compile(const RuleSet& rules, std::size_t first, std::size_t last,
                                                 CpuTier tier) {
  std::vector<std::string> texts;
  std::vector<unsigned> numbers;
  for (std::size_t i = first; i < last; ++i) {
    if (!rules.enabled(i)) continue;
    texts.emplace_back(rules[i].stub);
    numbers.push_back(static_cast<unsigned>(i));
  }
  if (texts.empty()) return Error("there is no rule to compile");
  for (const std::string_view anchor : InlineAllows::anchors()) {
    texts.emplace_back(anchor);
    numbers.push_back(kCommentMarker);
  }
  std::vector<const char*> expressions;
  expressions.reserve(texts.size());
  for (const std::string& text : texts) expressions.push_back(text.c_str());
  const std::vector<unsigned> flags(texts.size(), HS_FLAG_MULTILINE);

  const hs_platform_info_t platform = platform_of(tier);
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  const hs_error_t code = hs_compile_multi(expressions.data(), flags.data(), numbers.data(),
                                           static_cast<unsigned>(expressions.size()), HS_MODE_BLOCK,
                                           &platform, &database, &error);
  if (code != HS_SUCCESS) {
    std::string sentence = fmt::format("compiling the patterns: {}", error->message);
    if (error->expression >= 0 && numbers[static_cast<std::size_t>(error->expression)] != kCommentMarker) {
      const auto position = numbers[static_cast<std::size_t>(error->expression)];
      sentence =
          fmt::format("rule '{}': its pattern does not compile: {}", rules[position].rule.id, error->message);
    }
    hs_free_compile_error(error);
    return Error(sentence);
  }
  PatternDatabase result;
  result.database_.reset(database);
  return result;
}

Result<PatternDatabase> PatternDatabase::deserialize(std::span<const char> bytes) {
  hs_database_t* database = nullptr;
  const hs_error_t code = hs_deserialize_database(bytes.data(), bytes.size(), &database);
  if (code != HS_SUCCESS) return failure(code, "loading a compiled pattern database");
  PatternDatabase result;
  result.database_.reset(database);
  return result;
}

Result<std::string> PatternDatabase::serialized() const {
  char* bytes = nullptr;
  std::size_t length = 0;
  const hs_error_t code = hs_serialize_database(database_.get(), &bytes, &length);
  if (code != HS_SUCCESS) return failure(code, "serializing the pattern database");
  std::string text(bytes, length);
  std::free(bytes);
  return text;
}

}  // namespace trawl
