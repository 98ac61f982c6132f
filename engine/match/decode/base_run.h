#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/strong.h"
#include "engine/match/decode/offset_map.h"

namespace trawl {

/// Text in base64 or hexadecimal digits that decodes to something worth a
/// search.
struct BaseRun {
  ByteSpan span;     ///< all of it, with padding; of several lines where they
                     ///< belong together
  bool hex = false;  ///< else base64
  bool binary = false;
  std::string bytes;  ///< what it decodes to
};

/// Bytes of a line that count for the identity of a base64 block: what stands
/// in front of or behind a line is at most so much.
inline constexpr std::size_t kLongestMargin = 64;

/// Looks for a run that begins at or soon after `at`, the first of at least 20
/// characters of the alphabet, and ends by `limit`. `line_end` is where the alphabet ends, or 0 where that is
/// not known yet. `after` is the first byte that a later call need not look at again: the end of all that was
/// looked at. Nothing where the bytes decode to noise.
///
/// Which bytes the run has, and what they give, depends on the characters of
/// the block (lines of one width that follow each other) and the bytes next to
/// it only.
///
/// A line is hexadecimal where it is nothing else (behind `0x`), else base64
/// with `+/` or with `-_`, never both. It need not begin where the alphabet
/// begins (`data/dXNlcg`): other alignments, and the places behind a separator,
/// are tried where the first gives noise. RFC 4648; padding may be missing.
std::optional<BaseRun> base_run_at(std::string_view bytes, std::uint64_t at, std::uint64_t line_end,
                                   std::uint64_t limit, std::uint64_t& after);

/// Appends where each byte of `run.bytes` comes from. `bytes` are those the run
/// was found in.
void append_map(std::string_view bytes, const BaseRun& run, OffsetMap& map);

/// Whether all but a few bytes are such as texts have: printable, line ends,
/// UTF-8.
[[nodiscard]] bool reads_as_text(std::string_view bytes);

}  // namespace trawl
