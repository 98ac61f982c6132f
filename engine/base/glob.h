#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace trawl {

/// A pattern for paths with the meaning that gitignore(5) gives it:
///
/// - `*` any bytes but `/`; `?` one of them; `[a-z]`, `[!a-z]`, `[[:digit:]]` one of a set, never `/`; `\x`
/// is `x`;
/// - a segment `**` any number of segments: `**/a`, `a/**/b`; at the end (`a/**`) everything below;
/// - without `/`, or with one at the end only, it is compared with the last segment; otherwise with the whole
/// path,
///   from its first byte (a `/` or `./` in front only says that);
/// - with `/` at the end only directories match.
///
/// There is no `!`: what is wanted and what is not are two lists. Names are bytes; case matters.
///
/// Matching simulates the pattern's automaton with one bit a state, so its time is linear in the path
/// whatever the pattern: backtracking, the usual way, takes exponential time on `*a*a*a*b` with many stars.
/// Immutable after compilation, shared by threads.
class Glob {
 public:
  /// Longest pattern, in bytes.
  static constexpr std::size_t kMaxPattern = 1000;

  /// An error names the pattern and what is wrong with it.
  static Result<Glob> compile(std::string_view pattern);

  /// `path` is relative, `/`-separated, without empty, `.` and `..` segments.
  [[nodiscard]] bool matches(std::string_view path, bool directory) const;

 private:
  static constexpr std::size_t kMaxWords = kMaxPattern / 64 + 1;
  using States = std::array<std::uint64_t, kMaxWords>;

  Glob() = default;
  friend class GlobParser;

  void close_over_empty_moves(States& states) const;

  std::size_t words_ = 1;  ///< of each state set
  std::size_t final_state_ = 0;
  bool whole_path_ = false;  ///< else the last segment only
  bool directories_only_ = false;
  std::vector<std::uint64_t> advance_;  ///< [byte][word]: states that go to the next one on that byte
  States stay_{};                       ///< stay on any byte
  States stay_in_name_{};               ///< stay on any byte but `/`
  States back_on_slash_{};              ///< go to the previous state on `/`
  States empty_by_one_{};               ///< go to the next state without a byte
  States empty_by_two_{};               ///< go to the next but one without a byte
};

/// Several globs of which one must match.
class GlobSet {
 public:
  static Result<GlobSet> compile(std::span<const std::string> patterns);

  [[nodiscard]] bool empty() const { return globs_.empty(); }
  [[nodiscard]] bool matches(std::string_view path, bool directory) const;
  /// Whether one of the directories that lead to `path` matches; `path` itself is not asked.
  [[nodiscard]] bool matches_a_parent(std::string_view path) const;

 private:
  std::vector<Glob> globs_;
};

}  // namespace trawl
