#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/match/decode/documents.h"
#include "engine/match/decode/layers.h"
#include "engine/match/decode/text_decoder.h"
#include "engine/rules/rule_import.h"
#include "engine/source/archive/archive_walk.h"
#include "engine/store/identity_import.h"
#include "tests/fuzz/readers.h"

namespace trawl::fuzz {
namespace {

// A property that does not hold; in every build, so no assert.
void demand(bool holds) {
  if (!holds) std::abort();
}

// All decoders, upon each other: within the budget, and every piece stands somewhere.
void read_layers(std::string_view input) {
  const LayerStack stack(input);
  std::uint64_t decoded = 0;
  for (std::size_t depth = 0; depth < stack.layers().size(); ++depth) {
    const DecodedLayer& layer = stack.layers()[depth];
    for (const LayerPiece& piece : layer.pieces) {
      decoded += piece.decoded.size();
      demand(piece.decoded.end.value <= layer.bytes.size());
      const ByteSpan source = stack.to_source(depth, piece.decoded);
      demand(source.begin <= source.end);
      demand(!stack.chain_of(depth, piece).empty());
    }
  }
  demand(decoded <= most_decoded_bytes(input.size()));
  demand(stack.layers().size() <= kDeepestLayer);
}

// A part of a text decoded with what neighbours it is what the whole gives there.
void read_neighbourhood(std::string_view input) {
  const std::size_t place =
      input.empty() ? 0 : static_cast<unsigned char>(input.front()) * input.size() / 256;
  const ByteSpan where = encoded_neighbourhood(input, span_of(place, place));
  const auto runs = [&](ByteSpan span) {
    DecodingBudget budget;
    budget.bytes = std::uint64_t{1} << 30;
    DecodedLayer layer;
    decode_runs(input, span, layer, budget);
    std::vector<std::string> found;
    for (const LayerPiece& piece : layer.pieces) {
      if (!where.contains(piece.source)) continue;
      found.push_back(layer.bytes.substr(piece.decoded.begin.value, piece.decoded.size()));
    }
    return found;
  };
  demand(runs(where) == runs(span_of(0, input.size())));
}

// The texts of a document: within the budget, and every piece in the layer.
void read_document(std::string_view input) {
  DecodingBudget budget;
  budget.bytes = std::uint64_t{1} << 20;
  DecodedLayer layer;
  decode_document(input, layer, budget);
  demand(layer.bytes.size() <= (std::uint64_t{1} << 20) + layer.pieces.size() + 1);
  for (const LayerPiece& piece : layer.pieces) {
    demand(piece.decoded.begin <= piece.decoded.end && piece.decoded.end.value <= layer.bytes.size());
    demand(piece.source.begin <= piece.source.end && piece.source.end.value <= input.size());
  }
}

// Wide characters: however the bytes are cut, the text is the same, and it is UTF-8.
void read_wide_text(std::string_view input) {
  if (input.empty()) return;
  const std::size_t step = static_cast<unsigned char>(input.front()) % 7 + 1;
  for (const Encoding encoding :
       {Encoding::kUtf16Le, Encoding::kUtf16Be, Encoding::kUtf32Le, Encoding::kUtf32Be}) {
    const Layer whole = decode_text(input, {encoding, 0});
    demand(whole.bytes.size() <= input.size() + input.size() / 2 + 6);
    TextDecoder decoder(encoding, 0);
    std::string text;
    OffsetMap map;
    for (std::size_t at = 0; at < input.size(); at += step) decoder.feed(input.substr(at, step), text, map);
    decoder.finish(text, map);
    demand(text == whole.bytes);
  }
}

void read_archive(std::string_view input) {
  ArchiveLimits limits;
  limits.total_bytes = std::uint64_t{4} << 20;
  limits.member_bytes = std::uint64_t{1} << 20;
  limits.members = 1000;
  ArchiveWalk walk("a", input, limits);
  std::vector<Notification> notifications;
  std::uint64_t bytes = 0;
  std::size_t members = 0;
  while (const auto member = walk.next(notifications)) {
    bytes += member->bytes.size();
    demand(++members <= limits.members);
    demand(member->path.find('\0') == std::string::npos);
  }
  demand(bytes <= limits.total_bytes);
  demand(notifications.size() <= 100);
}

void read_foreign_rules(std::string_view input) {
  for (const auto& imported : {import_gitleaks("f", input), import_noseyparker("f", input)}) {
    if (!imported.ok()) demand(!imported.error().sentence().empty());
  }
}

void read_foreign_entries(std::string_view input) {
  const auto baseline = read_foreign_baseline("f", input);
  if (!baseline.ok()) return;
  const ForeignResolution resolution = resolve(*baseline, {});
  demand(resolution.unresolved.size() == baseline->entries.size());
}

constexpr std::array kReaders = {
    Reader{"layers", read_layers},
    Reader{"neighbourhood", read_neighbourhood},
    Reader{"document", read_document},
    Reader{"wide-text", read_wide_text},
    Reader{"archive", read_archive},
    Reader{"foreign-rules", read_foreign_rules},
    Reader{"foreign-baseline", read_foreign_entries},
};

}  // namespace

std::span<const Reader> decode_readers() {
  return kReaders;
}

}  // namespace trawl::fuzz
