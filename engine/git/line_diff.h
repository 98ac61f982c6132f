#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/strong.h"

namespace trawl {

/// A half-open range of lines: `end` is the first line out. LF, CRLF and a lone CR each end a line, as
/// everywhere in reports.
struct LineRange {
  Line begin{1};
  Line end{1};

  [[nodiscard]] bool overlaps(const LineRange& other) const { return begin < other.end && other.begin < end; }
  friend auto operator<=>(const LineRange&, const LineRange&) = default;
};

/// Every line of any text.
inline constexpr LineRange kAllLines{Line(1), Line(std::numeric_limits<std::uint32_t>::max())};

/// Texts beyond this are not compared line by line.
inline constexpr std::size_t kMaxDiffBytes = std::size_t{16} << 20;

/// Which lines of `new_text` are added or changed against `old_text`, ascending, by git's own diff (libgit2
/// on the two buffers; it opens no repository). What cannot be compared by lines counts as added whole: a
/// text beyond `kMaxDiffBytes`, and one with NUL bytes. A line whose end alone differs counts as changed.
/// libgit2 is initialised here, on first use, so that runs without findings do not pay for it. May be called
/// by many threads.
std::vector<LineRange> added_lines(std::string_view old_text, std::string_view new_text);

/// Which of `candidates` the text was most likely made from: the one that shares most lines with it, if that
/// is at least half of the lines of the longer text; the first of several equal. Nothing beyond
/// `kMaxDiffBytes`.
std::optional<std::size_t> find_rename_origin(std::string_view text,
                                              std::span<const std::string_view> candidates);

}  // namespace trawl
