#pragma once

#include <string>

#include "engine/match/decode/offset_map.h"

namespace trawl {

/// What a decoder made of a blob, or of a span of another layer: searched like any blob, and each match is
/// mapped back. With layers upon layers a span is mapped through each `map` in turn, from the innermost
/// outwards.
struct Layer {
  std::string bytes;
  OffsetMap map;        ///< from offsets in `bytes` to offsets in what was decoded
  std::string decoder;  ///< one word: "utf-16le", "base64"; the words of a chain are shown joined by " > "
};

}  // namespace trawl
