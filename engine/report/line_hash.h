#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/strong.h"
#include "engine/base/utf8.h"

namespace trawl {

/// Computes `primaryLocationLineHash`, by which GitHub code scanning recognises an alert after its line has
/// moved: the rolling hash of GitHub's upload action and of the SARIF SDK. The hash of a line covers the 100
/// UTF-16 units other than space and tab that begin with it, across line ends; behind the colon stands how
/// often this hash has occurred in the file so far. CRLF, LF and a lone CR each end a line (LineIndex counts
/// alike). Broken UTF-8 counts as U+FFFD, and a byte order mark as a unit, as in the upload action.
///
/// Fed with the bytes of one blob in pieces of any size; linear, and nothing is looked at behind the last
/// line asked for and its 100 units. Keeps 8 bytes a line up to there, at most 64 MiB: the lines behind the
/// 8,388,608th have no hash. One for each blob; not thread-safe.
class LineHasher {
 public:
  static constexpr std::size_t kMostLines = 8U << 20;

  /// `wanted` is sorted; a line may occur more than once.
  explicit LineHasher(std::vector<Line> wanted);

  void feed(std::string_view bytes);

  /// Whether all hashes asked for are known, so that the rest of the blob need not be fed.
  [[nodiscard]] bool complete() const { return hashes_.size() >= last_wanted_; }

  /// Ends the text. One entry for each wanted line: lower-case hexadecimal digits, colon, count; empty for a
  /// line that the text does not have or that lies behind the limit. Called once.
  [[nodiscard]] std::vector<std::string> finish();

 private:
  static constexpr std::size_t kWindow = 100;

  void feed_unit(char16_t unit);
  void deliver_line_at_position();
  void push(char16_t unit);

  std::vector<Line> wanted_;
  std::size_t last_wanted_ = 0;        ///< greatest wanted line within the limit; 0 where there is none
  std::vector<std::uint64_t> hashes_;  ///< of the lines delivered so far; the first line is at 0

  std::array<char16_t, kWindow> ring_{};
  std::array<bool, kWindow> begins_line_{};  ///< whether the unit at this place of the ring begins a line
  std::size_t position_ = 0;
  std::uint64_t hash_ = 0;
  bool at_line_start_ = true;
  bool previous_was_cr_ = false;
  Utf8Decoder decoder_;
};

}  // namespace trawl
