#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace trawl {

/// How many cells of a terminal a valid UTF-8 text without control characters takes: wide characters two,
/// combining ones none.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// Breaks a text into lines of at most `width` cells at blanks; line ends count as blanks. A longer word
/// stays whole.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t width);

/// One line of an excerpt, escaped for a terminal, with tabs as blanks up to the next multiple of four cells.
/// Of a longer line the part around [mark_begin, mark_end) is shown; the marks are byte offsets in `line` and
/// come back as cells of `text`. Without a mark both are 0.
struct ExcerptLine {
  std::string text;
  std::size_t mark_begin = 0;
  std::size_t mark_end = 0;
};
[[nodiscard]] ExcerptLine lay_out_excerpt(std::string_view line, std::size_t mark_begin, std::size_t mark_end,
                                          std::size_t width);

}  // namespace trawl
