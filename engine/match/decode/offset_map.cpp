#include "engine/match/decode/offset_map.h"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace trawl {

void OffsetMap::append(std::uint64_t source, std::uint32_t decoded_unit, std::uint32_t source_unit,
                       std::uint64_t count, Kind kind) {
  assert(decoded_unit > 0 && source_unit > 0 && source_unit >> 31 == 0);
  if (count == 0) return;
  const bool even = kind == Kind::kEven;
  bool continues = false;
  if (!pieces_.empty()) {
    const Piece& last = pieces_.back();
    const std::uint64_t so_far = decoded_size_ - last.decoded;
    continues = last.decoded_unit == decoded_unit && last.source_unit == source_unit &&
                (last.even != 0) == even && so_far % decoded_unit == 0 &&
                last.source + so_far / decoded_unit * source_unit == source;
  }
  if (!continues)
    pieces_.push_back({decoded_size_, source, decoded_unit, source_unit & 0x7fffffffU, even ? 1U : 0U});
  decoded_size_ += count * decoded_unit;
}

void OffsetMap::append_even(std::uint64_t source, std::uint32_t decoded_unit, std::uint32_t source_unit,
                            std::uint64_t decoded_size) {
  if (decoded_size == 0) return;
  const std::uint64_t units = (decoded_size + decoded_unit - 1) / decoded_unit;
  append(source, decoded_unit, source_unit, units, Kind::kEven);
  decoded_size_ -= units * decoded_unit - decoded_size;
}

const OffsetMap::Piece& OffsetMap::piece_at(std::uint64_t decoded) const {
  const auto after =
      std::upper_bound(pieces_.begin(), pieces_.end(), decoded,
                       [](std::uint64_t offset, const Piece& piece) { return offset < piece.decoded; });
  return after == pieces_.begin() ? *after : *std::prev(after);
}

ByteSpan OffsetMap::to_source(ByteSpan decoded) const {
  assert(decoded.begin <= decoded.end && decoded.end.value <= decoded_size_);
  if (pieces_.empty()) return span_of(0, 0);

  const Piece& first = piece_at(decoded.begin.value);
  const std::uint64_t from = decoded.begin.value - std::min(decoded.begin.value, first.decoded);
  const std::uint64_t from_unit = from / first.decoded_unit;
  const std::uint64_t from_rest = first.even != 0 ? from % first.decoded_unit : 0;
  const std::uint64_t begin =
      first.source + from_unit * first.source_unit + from_rest * first.source_unit / first.decoded_unit;
  if (decoded.begin == decoded.end) return span_of(begin, begin);

  // The end belongs to the piece of the last byte: there may be a gap in the source before the next piece.
  const Piece& last = piece_at(decoded.end.value - 1);
  const std::uint64_t to = decoded.end.value - last.decoded;
  const std::uint64_t to_unit = to / last.decoded_unit;
  std::uint64_t to_rest = to % last.decoded_unit * last.source_unit;
  to_rest = last.even != 0 ? (to_rest + last.decoded_unit - 1) / last.decoded_unit
                           : (to_rest == 0 ? 0 : std::uint64_t{last.source_unit});
  const std::uint64_t end = last.source + to_unit * last.source_unit + to_rest;
  if (begin < end) return span_of(begin, end);
  // Texts of a document need not come in the order of its bytes: all from one to the other.
  return span_of(std::min(begin, last.source), std::max(end, begin + first.source_unit));
}

bool OffsetMap::is_verbatim(ByteSpan decoded) const {
  if (pieces_.empty() || decoded.begin == decoded.end) return true;
  const Piece& first = piece_at(decoded.begin.value);
  return first.decoded_unit == 1 && first.source_unit == 1 && &first == &piece_at(decoded.end.value - 1);
}

void OffsetMap::forget_before(std::uint64_t decoded) {
  auto keep =
      std::upper_bound(pieces_.begin(), pieces_.end(), decoded,
                       [](std::uint64_t offset, const Piece& piece) { return offset < piece.decoded; });
  if (keep == pieces_.begin()) return;
  --keep;
  // Moving the rest forward only when it is the smaller part makes the cost constant a piece.
  if (keep - pieces_.begin() > pieces_.end() - keep) pieces_.erase(pieces_.begin(), keep);
}

}  // namespace trawl
