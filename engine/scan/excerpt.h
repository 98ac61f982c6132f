#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/line_index.h"
#include "engine/base/strong.h"
#include "engine/model/finding.h"

namespace trawl {

/// A piece of a blob that must not be shown, and how many of its first characters may.
struct Redaction {
  ByteSpan span;
  std::uint32_t public_prefix = 0;
};

/// Cuts what reports show of one blob. The only place where bytes of a scanned target become text of a
/// report: every span of every match of the blob is replaced before anything is cut, so no tail of a
/// neighbouring secret shows. One per blob and thread; borrows the bytes and the line index.
class ExcerptCutter {
 public:
  /// `redactions` are sorted by span; with `show_secrets` nothing is replaced.
  ExcerptCutter(std::string_view bytes, LineIndex& lines, std::vector<Redaction> redactions,
                bool show_secrets);

  [[nodiscard]] Region region_of(ByteSpan span);

  /// The lines of `span`; of long lines only what is near it.
  [[nodiscard]] Excerpt snippet_of(ByteSpan span);

  /// The same with up to two neighbouring lines on either side.
  [[nodiscard]] Excerpt context_of(ByteSpan span);

  /// What stands on the lines of `span` in front of it and behind it, with every secret of the blob taken
  /// out: what the identity of a place is made of.
  struct Surroundings {
    std::string before;
    std::string after;
  };
  [[nodiscard]] Surroundings surroundings_of(ByteSpan span);

  /// Bytes `[begin, end)` with every secret replaced; valid UTF-8 or not, as the blob is.
  [[nodiscard]] std::string redacted(std::uint64_t begin, std::uint64_t end) const;

 private:
  enum class InPlace { kMark, kNothing };
  [[nodiscard]] std::string without_secrets(std::uint64_t begin, std::uint64_t end, InPlace in_place) const;
  [[nodiscard]] Excerpt cut(ByteSpan span, std::uint64_t begin, std::uint64_t end);

  std::string_view bytes_;
  LineIndex& lines_;
  std::vector<Redaction> redactions_;
  bool show_secrets_;
};

}  // namespace trawl
