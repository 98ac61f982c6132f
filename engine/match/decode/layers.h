#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/match/decode/decoded_layer.h"

namespace trawl {

/// Layers upon layers that are decoded at most.
inline constexpr std::size_t kDeepestLayer = 5;

/// What may be decoded of a blob of `size` bytes, over all its layers.
[[nodiscard]] constexpr std::uint64_t most_decoded_bytes(std::uint64_t size) {
  return 4 * size + (std::uint64_t{1} << 20);
}

/// Appends to `layer` what is encoded in `bytes` at the signs within `where`. A
/// run that reaches out of `where` is decoded whole.
///
/// A run, and what it gives, depends on its own bytes and those next to it only
/// (`base_run_at`, `escaped_run_at`), as long as the budget lasts. So a text
/// that changed needs only those runs to be decoded again which touch what
/// changed or stand next to it; `encoded_neighbourhood` says how far these may
/// reach.
void decode_runs(std::string_view bytes, ByteSpan where, DecodedLayer& layer, DecodingBudget& budget);

/// What to give to `decode_runs` as `where` after the bytes of `changed` were
/// altered, so that all runs are decoded which touch or neighbour them: grown
/// on both sides to places where no run of any kind can be under way. Runs that
/// lie outside of it are those of the text before.
[[nodiscard]] ByteSpan encoded_neighbourhood(std::string_view bytes, ByteSpan changed);

/// The neighbourhoods of changes, which are sorted; those that touch are joined. `near` is empty before.
void add_encoded_neighbourhoods(std::string_view bytes, std::span<const ByteSpan> changed,
                                std::vector<ByteSpan>& near);

/// What is encoded in a layer: each piece is decoded as a whole where it is
/// compressed or in UTF-16 or UTF-32, else run by run. Runs that the decoding
/// of the piece left as they were are skipped, since the layer before had them
/// too.
void decode_layer(const DecodedLayer& from, DecodedLayer& layer, DecodingBudget& budget);

/// All layers of one text, the outermost first.
class LayerStack {
 public:
  /// Decodes `bytes` to the end of the budget or the deepest layer.
  explicit LayerStack(std::string_view bytes);

  [[nodiscard]] const std::vector<DecodedLayer>& layers() const { return layers_; }
  /// A limit kept something from being decoded: what was not searched is to be
  /// said.
  [[nodiscard]] bool cut_short() const { return cut_short_; }

  /// Where a span of layer `depth` (from 0) stands in the original bytes.
  [[nodiscard]] ByteSpan to_source(std::size_t depth, ByteSpan span) const;
  /// The decoders that led to a piece of layer `depth`, the outermost first:
  /// "base64 > gzip".
  [[nodiscard]] std::string chain_of(std::size_t depth, const LayerPiece& piece) const;

 private:
  std::vector<DecodedLayer> layers_;
  bool cut_short_ = false;
};

}  // namespace trawl
