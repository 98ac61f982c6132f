#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/strong.h"

namespace trawl {

/// A line and a column of a text, both from 1; columns in UTF-16 code units. Numbers that do not fit stay at
/// the greatest value.
struct Position {
  Line line{1};
  Column column{1};

  friend auto operator<=>(const Position&, const Position&) = default;
};

/// One line of a blob: [begin, end) without its line end; the next line begins at `next`. The last line has
/// `next == end`, and no other has.
struct LineSpan {
  ByteOffset begin;
  ByteOffset end;
  ByteOffset next;

  friend auto operator<=>(const LineSpan&, const LineSpan&) = default;
};

/// Where the lines of a blob are. CRLF, LF and a lone CR each end a line, as the line hash of SARIF reports
/// counts them (engine/report/line_hash.h). A text that ends in a line end has an empty last line.
///
/// Only made for blobs with findings, and filled only up to the greatest offset asked for: one pass, eight
/// bytes at a time over ASCII. What is kept is one checkpoint for 4 KiB of blob, not one entry a line, so a
/// blob of nothing but line ends costs no more memory than another (under 2 % of its size). Columns are
/// counted from the checkpoint, so a single huge line stays linear too.
///
/// Looks at the blob, does not own it. Not thread-safe (answers fill the table): one for each thread.
class LineIndex {
 public:
  explicit LineIndex(std::string_view blob) : blob_(blob) {}

  /// The place of a byte; `offset` may be the size of the blob, and a greater one counts as that. A byte
  /// within a line end belongs to the line it ends. A UTF-8 byte order mark at the front of the blob has no
  /// column of its own, as editors count.
  [[nodiscard]] Position position_of(ByteOffset offset);

  /// The line that holds a byte (or the last one for the size of the blob). Its neighbours are the lines that
  /// hold `begin - 1` (if `begin` is not 0) and `next` (if it differs from `end`). Remembers the last answer,
  /// so offsets in ascending order look at each line once.
  [[nodiscard]] LineSpan line_span_of(ByteOffset offset);

 private:
  /// What is true at `offset`, which lies between two code points.
  struct Checkpoint {
    std::uint64_t offset = 0;
    std::uint64_t line = 1;        ///< of the byte at `offset`
    std::uint64_t line_begin = 0;  ///< where this line begins
    std::uint64_t units = 0;       ///< UTF-16 units between the two
  };

  [[nodiscard]] bool ends_line(std::uint64_t offset) const;
  [[nodiscard]] const Checkpoint& checkpoint_before(std::uint64_t offset);
  [[nodiscard]] Checkpoint advanced(const Checkpoint& from, std::uint64_t to) const;

  std::string_view blob_;
  std::vector<Checkpoint> checkpoints_;  ///< number i: at the first code point at or behind i * 4 KiB
  LineSpan last_line_span_;
  bool has_last_line_span_ = false;
};

}  // namespace trawl
