#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/rule_set.h"
#include "engine/model/stub_filter.h"

struct hs_database;
struct hs_scratch;

namespace trawl {

/// Instruction sets that databases are built for. A database of a lower tier loads on a higher processor,
/// never the other way round.
enum class CpuTier : std::uint8_t { kGeneric, kAvx2, kAvx512 };

std::string_view name_of(CpuTier tier);

/// The best tier of the processor at hand.
CpuTier host_tier();

/// The number under which every database reports the words that comments of acceptance begin with
/// (engine/match/context/inline_allow.h): found in the same pass, they cost nothing.
constexpr std::uint32_t kCommentMarker = UINT32_MAX;

/// Which rules a database is about.
enum class PatternPart : std::uint8_t {
  kAll,
  kAnywhere,      ///< those that can match anywhere, and comments of acceptance
  kNearLongRuns,  ///< those that need a long run (`SecretRule::needs_long_run`)
};

/// The stubs of a range of rules, compiled by Hyperscan in block mode without start-of-match (which would
/// cost up to 10 % of throughput). The number of a pattern is the rule's position in its RuleSet. Immutable,
/// shared by all threads.
class PatternDatabase {
 public:
  /// Compiles the rules at `[first, last)` that are enabled, of `part` and not among `without` (positions,
  /// ascending). An error names the rule that does not compile.
  static Result<PatternDatabase> compile(const RuleSet& rules, std::size_t first, std::size_t last,
                                         CpuTier tier, PatternPart part = PatternPart::kAll,
                                         std::span<const std::size_t> without = {});

  /// What `compile` gives Hyperscan: the stubs of these rules and, but for `kNearLongRuns`, what comments of
  /// acceptance begin with.
  static std::vector<std::string_view> expressions(const RuleSet& rules, std::size_t first, std::size_t last,
                                                   PatternPart part,
                                                   std::span<const std::size_t> without = {});

  /// Makes a database of bytes that `serialized` gave on a machine of the same or a lower tier and with the
  /// same library. Takes well under a millisecond. The bytes come from the program itself or from the user's
  /// own cache, never from a scanned tree.
  static Result<PatternDatabase> deserialize(std::span<const char> bytes);

  /// Uses a database where it lies: `image` is what `image()` gave, in memory that begins at a multiple of
  /// `kAlignment` and outlives the database and all its moves. Nothing is copied or summed, which is a fifth
  /// of what a hook costs otherwise; so the bytes have to be the program's own.
  static Result<PatternDatabase> in_place(std::span<const char> image, PatternPart part = PatternPart::kAll);

  [[nodiscard]] Result<std::string> serialized() const;

  /// The database as it lies in memory, of one that `compile` gave. Checked to be the same database at any
  /// multiple of `kAlignment`.
  [[nodiscard]] Result<std::string> image() const;

  static constexpr std::size_t kAlignment = 64;  ///< bytes; Hyperscan's own for what it compiles to

  [[nodiscard]] const hs_database* handle() const { return database_.get(); }
  [[nodiscard]] PatternPart part() const { return part_; }

  /// Has the database searched only where `filter`, made of its expressions, says that a stub can be.
  void search_near(std::shared_ptr<const StubFilter> filter) { filter_ = std::move(filter); }
  /// May be null: everywhere.
  [[nodiscard]] const StubFilter* filter() const { return filter_.get(); }

  /// Hyperscan's version, part of every cache key.
  static std::string_view library_version();

 private:
  struct Free {
    Free() : Free(true) {}
    explicit Free(bool is_owned) : owned(is_owned) {}
    bool owned;
    void operator()(hs_database* database) const;
  };
  std::unique_ptr<hs_database, Free> database_;
  PatternPart part_ = PatternPart::kAll;
  std::shared_ptr<const StubFilter> filter_;
};

}  // namespace trawl
