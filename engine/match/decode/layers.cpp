#include "engine/match/decode/layers.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "engine/match/decode/base_run.h"
#include "engine/match/decode/compressed.h"
#include "engine/match/decode/documents.h"
#include "engine/match/decode/encoding.h"
#include "engine/match/decode/escaped_text.h"
#include "engine/match/decode/sign_scanner.h"
#include "engine/match/decode/text_decoder.h"

namespace trawl {
namespace {

/// Decodes the runs of one text front to back.
class RunDecoder {
 public:
  /// Runs lie within `[floor, limit)` of `bytes`. `parent` is the piece that is
  /// decoded, with the map that made it; null for a text that was not decoded.
  RunDecoder(std::string_view bytes, ByteSpan bounds, const DecodedLayer* from, std::uint32_t parent,
             DecodedLayer& layer, DecodingBudget& budget)
      : bytes_(bytes), bounds_(bounds), from_(from), parent_(parent), layer_(layer), budget_(budget) {
    next_run_ = bounds.begin.value;
    next_escape_.fill(bounds.begin.value);
  }

  void decode(ByteSpan where) {
    SignScanner scanner(bytes_, where.begin.value, where.end.value);
    for (Sign sign; scanner.next(sign);) {
      if (sign.kind == SignKind::kRun) {
        decode_base(sign);
      } else {
        decode_escapes(sign);
      }
    }
  }

 private:
  void decode_base(Sign sign) {
    const std::uint64_t at = sign.at;
    if (at < next_run_) return;
    std::uint64_t after = at;
    const std::uint64_t line_end = sign.size == 0 ? 0 : at + sign.size;
    const std::optional<BaseRun> run = base_run_at(bytes_, at, line_end, bounds_.end.value, after);
    next_run_ = std::max(next_run_, after);
    if (!run || was_there_before(run->span) || !budget_.take(run->bytes.size())) return;
    const std::uint64_t begin = layer_.bytes.size();
    layer_.bytes.append(run->bytes);
    append_map(bytes_, *run, layer_.map);
    finish(begin, run->span, run->hex ? "hex" : "base64", run->binary);
  }

  void decode_escapes(Sign sign) {
    auto& next = next_escape_[static_cast<std::size_t>(sign.kind)];
    if (sign.at < next) return;
    // The next layer needs only what is new: an escape that this layer's
    // decoding made.
    const std::uint64_t sign_end = std::min(sign.at + kSignReach, bounds_.end.value);
    if (was_there_before(span_of(sign.at, sign_end))) return;
    std::uint64_t after = next;
    const std::optional<EscapedRun> run = escaped_run_at(bytes_, sign, next, bounds_.end.value, after);
    next = std::max(next, after);
    if (!run) return;
    if (!budget_.take(run->span.size())) return;
    const std::uint64_t begin = layer_.bytes.size();
    decode_escaped(bytes_, *run, layer_.bytes, layer_.map);
    finish(begin, run->span, name_of(run->escaping), false);
  }

  [[nodiscard]] bool was_there_before(ByteSpan span) const {
    return from_ != nullptr && from_->map.is_verbatim(span);
  }

  void finish(std::uint64_t begin, ByteSpan source, std::string_view decoder, bool binary) {
    LayerPiece piece;
    piece.source = source;
    piece.decoder = decoder;
    piece.parent = parent_;
    piece.binary = binary;
    layer_.finish_piece(begin, piece);
  }

  std::string_view bytes_;
  ByteSpan bounds_;
  const DecodedLayer* from_;
  std::uint32_t parent_;
  DecodedLayer& layer_;
  DecodingBudget& budget_;
  std::uint64_t next_run_;
  std::array<std::uint64_t, kEscapings + 1> next_escape_{};
};

/// Decodes a whole piece, where it is compressed or in wide characters.
bool decode_whole(std::string_view text, ByteSpan source, std::uint32_t parent, DecodedLayer& layer,
                  DecodingBudget& budget) {
  LayerPiece piece;
  piece.source = source;
  piece.parent = parent;
  const std::uint64_t begin = layer.bytes.size();
  if (is_compressed(text)) {
    const std::uint64_t made = inflate_compressed(text, layer.bytes, budget);
    if (made == 0) return false;
    // No byte of compressed data stands for one of the text: each stands where
    // all of it does.
    layer.map.append(source.begin.value, static_cast<std::uint32_t>(made),
                     static_cast<std::uint32_t>(source.size()), 1);
    piece.decoder = text[0] == '\x78' ? "zlib" : "gzip";
    piece.binary = !reads_as_text(std::string_view(layer.bytes).substr(begin));
  } else {
    const DetectedEncoding detected = detect_encoding(text);
    if (detected.encoding == Encoding::kBytes || !budget.take(text.size() + text.size() / 2 + 6))
      return false;
    TextDecoder decoder(detected.encoding, source.begin.value + detected.mark_size);
    decoder.feed(text.substr(detected.mark_size), layer.bytes, layer.map);
    decoder.finish(layer.bytes, layer.map);
    piece.decoder = name_of(detected.encoding);
  }
  layer.finish_piece(begin, piece);
  return true;
}

constexpr std::uint64_t kNear = kEscapeReach + kSignReach + kLeastRun;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Whether no run can go on over the line end in front of `at`: no block of
/// base64, no list of numbers or characters, no soft line break.
bool is_quiet(std::string_view bytes, std::uint64_t at) {
  if (at == 0 || at >= bytes.size()) return true;
  if (bytes[at - 1] != '\n') return false;
  std::uint64_t end = at;
  while (end > 0 && is_blank(bytes[end - 1])) --end;
  if (end == 0) return true;
  const char last = bytes[end - 1];
  if (last == ',' || last == '\'' || last == '=') return false;
  constexpr std::string_view kBehindALine = "\"'\\+#*>";
  while (end > 0 && (kBehindALine.find(bytes[end - 1]) != std::string_view::npos || is_blank(bytes[end - 1])))
    --end;
  std::uint64_t begin = end;
  while (begin > 0 && end - begin < kLeastRun && is_base64_character(bytes[begin - 1])) --begin;
  if (end - begin == kLeastRun) return false;
  const std::string_view word = bytes.substr(begin, end - begin);
  return word.find("0x") == std::string_view::npos && word.find("0X") == std::string_view::npos;
}

}  // namespace

ByteSpan encoded_neighbourhood(std::string_view bytes, ByteSpan changed) {
  // Only places behind a line end are quiet, so lines are what is stepped over.
  std::uint64_t begin = changed.begin.value < kNear ? 0 : changed.begin.value - kNear;
  while (!is_quiet(bytes, begin)) {
    const void* line_end = memrchr(bytes.data(), '\n', begin - 1);
    begin = line_end == nullptr
                ? 0
                : static_cast<std::uint64_t>(static_cast<const char*>(line_end) - bytes.data()) + 1;
  }
  std::uint64_t end = std::min<std::uint64_t>(bytes.size(), changed.end.value + kNear);
  while (!is_quiet(bytes, end)) {
    const void* line_end = std::memchr(bytes.data() + end, '\n', bytes.size() - end);
    end = line_end == nullptr
              ? bytes.size()
              : static_cast<std::uint64_t>(static_cast<const char*>(line_end) - bytes.data()) + 1;
  }
  return span_of(begin, end);
}

void add_encoded_neighbourhoods(std::string_view bytes, std::span<const ByteSpan> changed,
                                std::vector<ByteSpan>& near) {
  const auto add = [&](ByteSpan one) {
    const ByteSpan reached = encoded_neighbourhood(bytes, one);
    if (!near.empty() && reached.begin <= near.back().end) {
      near.back().begin = std::min(near.back().begin, reached.begin);
      near.back().end = std::max(near.back().end, reached.end);
    } else {
      near.push_back(reached);
    }
  };
  // Changes whose neighbourhoods are bound to touch are taken as one: versions of a file that differ much
  // have them every few dozen bytes.
  for (std::size_t first = 0; first < changed.size();) {
    ByteSpan joined = changed[first];
    std::size_t next = first + 1;
    for (; next < changed.size() && changed[next].begin.value <= joined.end.value + 2 * kNear; ++next) {
      joined.end = std::max(joined.end, changed[next].end);
    }
    // Both ends of the last one are quiet: what lies well within reaches no further.
    const bool within =
        !near.empty() && near.back().begin <= joined.begin &&
        (near.back().end.value == bytes.size() || joined.end.value + kNear <= near.back().end.value);
    if (!within) add(joined);
    first = next;
  }
}

void decode_runs(std::string_view bytes, ByteSpan where, DecodedLayer& layer, DecodingBudget& budget) {
  RunDecoder(bytes, span_of(0, bytes.size()), nullptr, 0, layer, budget).decode(where);
}

void decode_layer(const DecodedLayer& from, DecodedLayer& layer, DecodingBudget& budget) {
  for (std::size_t i = 0; i < from.pieces.size(); ++i) {
    const LayerPiece& piece = from.pieces[i];
    const auto parent = static_cast<std::uint32_t>(i);
    const std::string_view text =
        std::string_view(from.bytes).substr(piece.decoded.begin.value, piece.decoded.size());
    if (decode_whole(text, piece.decoded, parent, layer, budget)) continue;
    RunDecoder(from.bytes, piece.decoded, &from, parent, layer, budget).decode(piece.decoded);
  }
}

LayerStack::LayerStack(std::string_view bytes) {
  DecodingBudget budget;
  budget.bytes = most_decoded_bytes(bytes.size());
  DecodedLayer layer;
  decode_document(bytes, layer, budget);
  decode_runs(bytes, span_of(0, bytes.size()), layer, budget);
  while (!layer.pieces.empty()) {
    if (layers_.size() == kDeepestLayer) {
      // Something lies deeper than is looked.
      cut_short_ = true;
      break;
    }
    layers_.push_back(std::move(layer));
    layer = DecodedLayer();
    decode_layer(layers_.back(), layer, budget);
  }
  cut_short_ = cut_short_ || budget.exhausted;
}

ByteSpan LayerStack::to_source(std::size_t depth, ByteSpan span) const {
  for (std::size_t i = depth + 1; i-- > 0;) span = layers_[i].map.to_source(span);
  return span;
}

std::string LayerStack::chain_of(std::size_t depth, const LayerPiece& piece) const {
  std::string chain(piece.decoder);
  const LayerPiece* at = &piece;
  for (std::size_t i = depth; i-- > 0;) {
    at = &layers_[i].pieces[at->parent];
    chain.insert(0, std::string(at->decoder) + " > ");
  }
  return chain;
}

}  // namespace trawl
