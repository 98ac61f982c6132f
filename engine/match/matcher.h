#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/match/pattern_database.h"
#include "engine/model/match.h"
#include "engine/model/rule_set.h"

namespace trawl {

/// What all matchers of a run share: rules and their databases. Immutable. Borrows the rules; owns the
/// databases.
class MatchEngine {
 public:
  MatchEngine(const RuleSet& rules, std::vector<PatternDatabase> databases);

  [[nodiscard]] const RuleSet& rules() const { return *rules_; }
  [[nodiscard]] const std::vector<PatternDatabase>& databases() const { return databases_; }
  /// The widest stub and the widest pattern in force, in bytes: how far a match can reach back and forward.
  [[nodiscard]] std::uint32_t widest_stub() const { return widest_stub_; }
  [[nodiscard]] std::uint32_t widest_pattern() const { return widest_pattern_; }

 private:
  const RuleSet* rules_;
  std::vector<PatternDatabase> databases_;
  std::uint32_t widest_stub_ = 0;
  std::uint32_t widest_pattern_ = 0;
};

/// What a matcher has to know about the bytes beside the bytes.
struct MatchRequest {
  std::string_view bytes;  ///< text (transcoded where need be); at most 1 GiB
  /// Only matches whose stub ends in `(owned_begin, owned_end]` are reported: a stream is matched in
  /// overlapping pieces, and each match belongs to one of them.
  std::size_t owned_begin = 0;
  std::size_t owned_end = SIZE_MAX;
  std::string_view path;          ///< for path classes; may be empty
  bool binary = false;            ///< token rules only
  bool strict_checksums = false;  ///< a wrong checksum drops the candidate
  /// Where to write the ends of words that comments of acceptance begin with, ascending; may be null.
  std::vector<std::uint64_t>* comment_markers = nullptr;
  /// Where to write what became of every candidate; null costs nothing.
  std::vector<CandidateOutcome>* outcomes = nullptr;
};

/// Finds secrets in bytes: Hyperscan proposes, RE2 confirms in a bounded window, validators and context
/// judge, and overlapping matches are merged. One per thread; holds scratch memory and the compiled
/// expressions it has needed.
class Matcher {
 public:
  /// Memory for Hyperscan's scratch is asked for when it is first needed; `match` fails where there is none.
  static Result<std::unique_ptr<Matcher>> create(const MatchEngine& engine);
  ~Matcher();
  Matcher(const Matcher&) = delete;
  Matcher& operator=(const Matcher&) = delete;

  /// Appends the matches of `request`, sorted by secret span, to `matches`. An error means that the bytes
  /// were not examined to their end (the sentence says why): the caller must count them as not covered.
  Result<void> match(const MatchRequest& request, std::vector<Match>& matches);

 private:
  class Implementation;
  explicit Matcher(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace trawl
