#pragma once

#include <cstdint>
#include <string_view>

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

/// How many line ends are in `bytes`: LF, CRLF and a lone CR, each once. `next` is the byte behind `bytes`
/// (any but LF where there is none): a CR at the very end is half of a CRLF if it is LF. 16 bytes at a time,
/// some 5 GB/s.
[[nodiscard]] std::uint64_t count_line_ends(std::string_view bytes, char next);

/// Where the lines of a blob are. CRLF, LF and a lone CR each end a line, as the line hash of SARIF reports
/// counts them (engine/report/line_hash.h). A text that ends in a line end has an empty last line.
///
/// Only made for blobs with findings. Nothing is built up front: line ends are counted between one answer and
/// the next, and columns from the begin of the line, or from the last answer on the same line, so that a
/// single huge line stays linear when it is asked for in ascending order. Constant memory.
///
/// Looks at the blob, does not own it. Not thread-safe (it remembers the last answer): one for each thread.
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
  /// A place that is known: the line of `offset` and where it begins, and the UTF-16 units between the two.
  struct Known {
    std::uint64_t offset = 0;
    std::uint64_t line = 1;
    std::uint64_t line_begin = 0;
    std::uint64_t units = 0;
  };

  [[nodiscard]] std::uint64_t line_begin_of(std::uint64_t offset) const;
  [[nodiscard]] std::uint64_t units_between(std::uint64_t begin, std::uint64_t end) const;
  void go_to(std::uint64_t offset);

  std::string_view blob_;
  Known known_;
  Known before_;  ///< in front of the cluster of questions at hand
  LineSpan last_line_span_;
  bool has_last_line_span_ = false;
};

}  // namespace trawl
