#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/strong.h"
#include "engine/match/decode/offset_map.h"

namespace trawl {

/// What one encoded run of a text gave. Of a text layer only the bytes in `decoded` belong to it.
struct LayerPiece {
  ByteSpan decoded;          ///< in the bytes of its layer
  ByteSpan source;           ///< the run, in the bytes of the layer before
  std::string_view decoder;  ///< one word: "base64"; of static lifetime
  std::uint32_t parent = 0;  ///< position of the piece the run stood in, in the layer before
  bool binary = false;       ///< not text: only tokens with a shape of their own are believed
};

/// All that was decoded from one text, run by run, with a line end behind each, so that one search serves
/// them all. A match belongs to a piece, or is none: what crosses the end of a piece is an accident.
struct DecodedLayer {
  std::string bytes;
  OffsetMap map;                   ///< from `bytes` to the bytes of the layer before
  std::vector<LayerPiece> pieces;  ///< ascending, disjoint

  /// The piece that holds `span`; null where none holds all of it.
  [[nodiscard]] const LayerPiece* piece_of(ByteSpan span) const;
  /// Ends the piece that began at `begin`, where all is appended to `bytes` and `map`.
  void finish_piece(std::uint64_t begin, LayerPiece piece);
};

/// Bytes that may still be decoded, over all layers of one blob.
struct DecodingBudget {
  std::uint64_t bytes = 0;
  bool exhausted = false;  ///< something was not decoded, or not to its end

  /// Whether `size` more bytes may be made; takes them, or marks the budget as exhausted.
  bool take(std::uint64_t size);
};

}  // namespace trawl
