#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/strong.h"

namespace trawl {

/// Where the bytes of a decoded text came from: a sorted list of pieces, each of one ratio. Exact: a span of
/// decoded bytes maps to the source bytes that were needed to make it, no more.
///
/// A piece turns units of `source_unit` bytes into `decoded_unit` bytes. In a `kWhole` piece a unit is
/// indivisible (one character of UTF-16, `%41`, or a whole compressed run): any part of it maps to all of it.
/// In a `kEven` piece the bytes are spread evenly, rounded outwards (base64: 3 for 4, and decoded `[s, e)` is
/// characters
/// `[floor(4s/3), ceil(4e/3))`).
///
/// Offsets may grow without end in a streaming decoder; `forget_before` keeps the memory to that of a window:
/// 24 bytes for each change of ratio, so at most that much a decoded character. Built by one thread, then
/// immutable.
class OffsetMap {
 public:
  enum class Kind : std::uint8_t { kWhole, kEven };

  /// Appends `count` units that stand at `source` one after the other. Zero units are no piece.
  void append(std::uint64_t source, std::uint32_t decoded_unit, std::uint32_t source_unit,
              std::uint64_t count, Kind kind = Kind::kWhole);
  /// Appends `decoded_size` bytes of an even piece, the last unit of which need not be full.
  void append_even(std::uint64_t source, std::uint32_t decoded_unit, std::uint32_t source_unit,
                   std::uint64_t decoded_size);

  /// How many bytes have been decoded; also those that were forgotten count.
  [[nodiscard]] std::uint64_t decoded_size() const { return decoded_size_; }
  [[nodiscard]] std::size_t pieces() const { return pieces_.size(); }

  /// Where pieces do not come in the order of the source, all that lies between the ends of the span counts.
  /// The source of a span of decoded bytes that ends within `decoded_size` and begins at or after what was
  /// forgotten. An empty span maps to an empty one, in front of what was to come.
  [[nodiscard]] ByteSpan to_source(ByteSpan decoded) const;

  /// Whether every byte of a span is one byte of the source, one behind the other: nothing in it was decoded.
  [[nodiscard]] bool is_verbatim(ByteSpan decoded) const;

  /// Spans that begin before `decoded` will not be asked any more.
  void forget_before(std::uint64_t decoded);

 private:
  struct Piece {
    std::uint64_t decoded;
    std::uint64_t source;
    std::uint32_t decoded_unit;
    std::uint32_t source_unit : 31;
    std::uint32_t even : 1;
  };

  [[nodiscard]] const Piece& piece_at(std::uint64_t decoded) const;

  std::vector<Piece> pieces_;  ///< sorted by `decoded`; each reaches to the next, the last to `decoded_size_`
  std::uint64_t decoded_size_ = 0;
};

}  // namespace trawl
