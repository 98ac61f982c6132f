#include "engine/match/pattern_database.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include <fmt/format.h>
#include <hs.h>

#include "engine/base/handle.h"
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

/// Memory that begins at a multiple of `PatternDatabase::kAlignment`.
class AlignedMemory {
 public:
  AlignedMemory(const char* bytes, std::size_t size)
      : bytes_(static_cast<char*>(std::aligned_alloc(kAlignment, rounded(size)))) {
    std::copy_n(bytes, size, bytes_.get());
  }
  [[nodiscard]] hs_database_t* database() const { return reinterpret_cast<hs_database_t*>(bytes_.get()); }

  /// For Hyperscan, which asks for less than it aligns to.
  static void* allocate(std::size_t size) { return std::aligned_alloc(kAlignment, rounded(size)); }

 private:
  static constexpr std::size_t kAlignment = PatternDatabase::kAlignment;
  static std::size_t rounded(std::size_t size) { return (size + kAlignment - 1) / kAlignment * kAlignment; }

  std::unique_ptr<char, FreeWith<std::free>> bytes_;
};

Error failure(int code, std::string_view activity) {
  return Error(fmt::format("{} failed with Hyperscan's code {}", activity, code));
}

Result<std::string> serialized_form(const hs_database_t* database) {
  char* bytes = nullptr;
  std::size_t length = 0;
  const hs_error_t code = hs_serialize_database(database, &bytes, &length);
  if (code != HS_SUCCESS) return failure(code, "serializing the pattern database");
  std::string text(bytes, length);
  std::free(bytes);
  return text;
}

// The positions of the rules, and a `kCommentMarker` for each anchor of comments.
std::vector<unsigned> numbers_of(const RuleSet& rules, std::size_t first, std::size_t last, PatternPart part,
                                 std::span<const std::size_t> without) {
  std::vector<unsigned> numbers;
  for (std::size_t i = first; i < last; ++i) {
    if (!rules.enabled(i) || std::binary_search(without.begin(), without.end(), i)) continue;
    if (part != PatternPart::kAll && rules[i].needs_long_run() != (part == PatternPart::kNearLongRuns))
      continue;
    numbers.push_back(static_cast<unsigned>(i));
  }
  if (part != PatternPart::kNearLongRuns)
    numbers.insert(numbers.end(), InlineAllows::anchors().size(), std::uint32_t{kCommentMarker});
  return numbers;
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
  if (owned) hs_free_database(database);
}

std::string_view PatternDatabase::library_version() {
  return hs_version();
}

std::vector<std::string_view> PatternDatabase::expressions(const RuleSet& rules, std::size_t first,
                                                           std::size_t last, PatternPart part,
                                                           std::span<const std::size_t> without) {
  std::vector<std::string_view> texts;
  auto anchor = InlineAllows::anchors().begin();
  for (const unsigned number : numbers_of(rules, first, last, part, without))
    texts.push_back(number == kCommentMarker ? *anchor++ : rules[number].stub);
  return texts;
}

Result<PatternDatabase> PatternDatabase::compile(const RuleSet& rules, std::size_t first, std::size_t last,
                                                 CpuTier tier, PatternPart part,
                                                 std::span<const std::size_t> without) {
  const std::vector<unsigned> numbers = numbers_of(rules, first, last, part, without);
  if (numbers.empty() || numbers.front() == kCommentMarker) return Error("there is no rule to compile");
  std::vector<std::string> texts;
  for (const std::string_view text : PatternDatabase::expressions(rules, first, last, part, without))
    texts.emplace_back(text);
  std::vector<const char*> expressions;
  expressions.reserve(texts.size());
  for (const std::string& text : texts) expressions.push_back(text.c_str());
  const std::vector<unsigned> flags(texts.size(), HS_FLAG_MULTILINE);

  if (const hs_error_t code = hs_set_database_allocator(AlignedMemory::allocate, std::free);
      code != HS_SUCCESS) {
    return failure(code, "preparing memory for the patterns");
  }
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
  result.part_ = part;
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

Result<PatternDatabase> PatternDatabase::in_place(std::span<const char> image, PatternPart part) {
  auto* database = reinterpret_cast<hs_database_t*>(const_cast<char*>(image.data()));
  std::size_t size = 0;
  if (reinterpret_cast<std::uintptr_t>(image.data()) % kAlignment != 0) {
    return Error("the program's pattern database is not aligned");
  }
  if (const hs_error_t code = hs_database_size(database, &size); code != HS_SUCCESS || size != image.size()) {
    return failure(code, "reading the program's pattern database");
  }
  PatternDatabase result;
  result.database_ = {database, Free{false}};
  result.part_ = part;
  return result;
}

Result<std::string> PatternDatabase::serialized() const {
  return serialized_form(database_.get());
}

Result<std::string> PatternDatabase::image() const {
  const auto* memory = reinterpret_cast<const char*>(database_.get());
  if (reinterpret_cast<std::uintptr_t>(memory) % kAlignment != 0) {
    return Error("the pattern database was not compiled into aligned memory");
  }
  std::size_t size = 0;
  if (const hs_error_t code = hs_database_size(database_.get(), &size); code != HS_SUCCESS) {
    return failure(code, "measuring the pattern database");
  }
  // That a copy elsewhere is the same database is what this form rests on.
  const AlignedMemory copy(memory, size);
  const Result<std::string> here = serialized();
  const Result<std::string> there = serialized_form(copy.database());
  if (!here) return here.error();
  if (!there) return there.error();
  if (*here != *there) return Error("a copy of the pattern database is not the same database");
  return std::string(memory, size);
}

}  // namespace trawl
