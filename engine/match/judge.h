#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/model/match.h"

namespace trawl {

/// Where a confirmed match stands.
struct Judgement {
  std::string_view bytes;  ///< the blob
  std::string_view path;
  std::string_view name;  ///< the group `name`, inside `bytes`; empty where the pattern has none
  bool quoted = false;    ///< the group `quote` took part in the match
  bool strict_checksums = false;
};

struct Rejection {
  std::string_view stage;
  std::string reason;
};

/// Judges a confirmed match by keyword, checksum, structure, entropy and (for generic rules) context, in that
/// order. Fills verdict, grade and detail of `match`, or says which stage turned it down and why. Pure.
std::optional<Rejection> judge(const Judgement& judgement, Match& match);

/// The bytes that `judge` looks at for a confirmed match: its text, and for generic rules the lines it is on
/// with the bytes that end them.
ByteSpan reach_of_judgement(std::string_view bytes, const Match& match);

}  // namespace trawl
