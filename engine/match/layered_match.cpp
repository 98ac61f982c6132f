#include "engine/match/layered_match.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/match/merge.h"

namespace trawl {
namespace {

ByteSpan clipped(ByteSpan span, ByteSpan bounds) {
  return {std::max(span.begin, bounds.begin), std::min(span.end, bounds.end)};
}

/// Whether a match of the layer's bytes is one: not where it goes over the end of a piece.
bool is_of_one_piece(const DecodedLayer& layer, Match& match) {
  const LayerPiece* piece = layer.piece_of(match.secret);
  if (piece == nullptr || (piece->binary && match.rule->text_only)) return false;
  // Only the line ends around a piece may take part in a match, as boundaries.
  const ByteSpan inside = clipped(match.span, piece->decoded);
  if (match.span.begin.value + 1 < inside.begin.value || inside.end.value + 1 < match.span.end.value)
    return false;
  match.span = inside;
  return true;
}

}  // namespace

Result<void> match_layers(Matcher& matcher, const MatchRequest& request, const LayerStack& layers,
                          std::vector<Match>& matches) {
  Result<void> outcome;
  std::vector<Match> decoded;  // of this layer and all that are deeper, with their places in this one
  for (std::size_t depth = layers.layers().size(); depth-- > 0;) {
    const DecodedLayer& layer = layers.layers()[depth];
    MatchRequest layer_request;
    layer_request.bytes = layer.bytes;
    layer_request.path = request.path;
    layer_request.strict_checksums = request.strict_checksums;
    std::vector<Match> found;
    if (auto done = matcher.match(layer_request, found); !done) outcome = done.error().during("decoded text");
    for (Match& match : found) {
      if (!is_of_one_piece(layer, match)) continue;
      match.layer = static_cast<std::uint32_t>(depth + 1);
      match.in_layer = match.secret;
      decoded.push_back(std::move(match));
    }
    merge_overlapping(decoded, nullptr, static_cast<std::uint32_t>(depth + 1));
    for (Match& match : decoded) {
      match.secret = layer.map.to_source(match.secret);
      match.span = layer.map.to_source(match.span);
    }
  }
  const std::size_t plain = matches.size();
  for (Match& match : decoded) {
    const std::uint64_t end = match.secret.end.value;
    if (end > request.owned_begin && end <= request.owned_end) matches.push_back(std::move(match));
  }
  if (matches.size() > plain) merge_overlapping(matches, nullptr, 0);
  return outcome;
}

}  // namespace trawl
