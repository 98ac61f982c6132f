#include "engine/match/decode/decoded_layer.h"

#include <algorithm>
#include <iterator>

namespace trawl {

const LayerPiece* DecodedLayer::piece_of(ByteSpan span) const {
  const auto after = std::upper_bound(
      pieces.begin(), pieces.end(), span.begin,
      [](ByteOffset offset, const LayerPiece& piece) { return offset < piece.decoded.begin; });
  if (after == pieces.begin()) return nullptr;
  const LayerPiece& piece = *std::prev(after);
  return piece.decoded.contains(span) ? &piece : nullptr;
}

void DecodedLayer::finish_piece(std::uint64_t begin, LayerPiece piece) {
  piece.decoded = span_of(begin, bytes.size());
  bytes.push_back('\n');
  map.append(piece.source.end.value, 1, 1, 1);
  pieces.push_back(piece);
}

bool DecodingBudget::take(std::uint64_t size) {
  if (size > bytes) {
    exhausted = true;
    return false;
  }
  bytes -= size;
  return true;
}

}  // namespace trawl
