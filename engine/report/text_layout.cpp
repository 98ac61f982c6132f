#include "engine/report/text_layout.h"

#include <algorithm>
#include <array>

#include "engine/base/escape.h"
#include "engine/base/utf8.h"

namespace trawl {
namespace {

struct CodePointRange {
  char32_t first;
  char32_t last;
};

/// East Asian wide and fullwidth characters and emoji (Unicode Standard Annex 11), in coarse blocks.
constexpr std::array kWide = {
    CodePointRange{0x1100, 0x115F},   CodePointRange{0x2E80, 0x303E},   CodePointRange{0x3041, 0xA4CF},
    CodePointRange{0xA960, 0xA97F},   CodePointRange{0xAC00, 0xD7A3},   CodePointRange{0xF900, 0xFAFF},
    CodePointRange{0xFE30, 0xFE6F},   CodePointRange{0xFF00, 0xFF60},   CodePointRange{0xFFE0, 0xFFE6},
    CodePointRange{0x1F300, 0x1F64F}, CodePointRange{0x1F680, 0x1F6FF}, CodePointRange{0x1F900, 0x1F9FF},
    CodePointRange{0x20000, 0x3FFFD},
};

/// Combining marks of the scripts that use them most, and variation selectors.
constexpr std::array kCombining = {
    CodePointRange{0x0300, 0x036F}, CodePointRange{0x0483, 0x0489}, CodePointRange{0x0591, 0x05BD},
    CodePointRange{0x064B, 0x065F}, CodePointRange{0x093C, 0x093C}, CodePointRange{0x1AB0, 0x1AFF},
    CodePointRange{0x1DC0, 0x1DFF}, CodePointRange{0x20D0, 0x20FF}, CodePointRange{0xFE00, 0xFE0F},
    CodePointRange{0xFE20, 0xFE2F},
};

template <std::size_t count>
bool within(const std::array<CodePointRange, count>& ranges, char32_t code_point) {
  return std::any_of(ranges.begin(), ranges.end(), [code_point](const CodePointRange& range) {
    return code_point >= range.first && code_point <= range.last;
  });
}

std::size_t width_of(char32_t code_point) {
  if (code_point < 0x300) return 1;
  if (within(kCombining, code_point)) return 0;
  return within(kWide, code_point) ? 2 : 1;
}

/// The start of the code point that holds byte `offset`; it looks back three bytes at most.
std::size_t code_point_start(std::string_view text, std::size_t offset) {
  const std::size_t least = offset - std::min<std::size_t>(offset, 3);
  while (offset > least && offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80)
    --offset;
  return offset;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  Utf8Decoder decoder;
  const auto add = [&width](char32_t code_point) { width += width_of(code_point); };
  decoder.feed(text, add);
  decoder.finish(add);
  return width;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::vector<std::string> lines;
  std::size_t used = 0;
  for (std::size_t at = text.find_first_not_of(kBlanks); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
    const std::string_view word = text.substr(at, end - at);
    const std::size_t cells = display_width(word);
    if (lines.empty() || used + 1 + cells > width) {
      lines.emplace_back(word);
      used = cells;
    } else {
      lines.back().append(" ").append(word);
      used += 1 + cells;
    }
    at = text.find_first_not_of(kBlanks, end);
  }
  return lines;
}

ExcerptLine lay_out_excerpt(std::string_view line, std::size_t mark_begin, std::size_t mark_end,
                            std::size_t width) {
  constexpr std::size_t kTab = 4;
  constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
  mark_begin = std::min(mark_begin, line.size());
  mark_end = std::clamp(mark_end, mark_begin, line.size());

  // A line that does not fit begins a third of the width in front of the mark.
  std::size_t begin = 0;
  if (mark_end > width) begin = code_point_start(line, mark_begin - std::min(mark_begin, width / 3));

  ExcerptLine laid_out;
  std::size_t cells = 0;
  if (begin > 0) {
    laid_out.text = kEllipsis;
    cells = 1;
  }
  std::size_t at = begin;
  bool mark_began = false;
  bool mark_ended = false;
  while (at < line.size()) {
    if (!mark_began && at >= mark_begin) {
      laid_out.mark_begin = cells;
      mark_began = true;
    }
    if (!mark_ended && mark_began && at >= mark_end) {
      laid_out.mark_end = cells;
      mark_ended = true;
    }
    const std::size_t length = decode_code_point(line.substr(at, 4)).length;
    // Two number signs are escaped together, wherever the field is split.
    const bool second_hash = line[at] == '#' && at > 0 && line[at - 1] == '#';
    const std::string shown = line[at] == '\t' ? std::string(kTab - cells % kTab, ' ')
                              : second_hash    ? std::string("\\x23")
                                               : escape_for_terminal(line.substr(at, length));
    const std::size_t shown_cells = display_width(shown);
    if (cells + shown_cells + 1 > width) {
      laid_out.text.append(kEllipsis);
      ++cells;
      break;
    }
    laid_out.text += shown;
    cells += shown_cells;
    at += length;
  }
  if (!mark_began) laid_out.mark_begin = cells;
  if (!mark_ended) laid_out.mark_end = cells;
  if (mark_begin == mark_end) laid_out.mark_begin = laid_out.mark_end = 0;
  return laid_out;
}

}  // namespace trawl
