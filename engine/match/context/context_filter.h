#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/match/context/path_class.h"
#include "engine/model/rule.h"
#include "engine/model/severity.h"

namespace trawl {

/// One candidate of a generic rule with what stands around it. All views are borrowed for the call.
struct ContextInput {
  const SecretRule* rule = nullptr;  ///< never null
  std::string_view
      lines;              ///< the whole lines that the match touches, or a window of them in a very long line
  std::string_view name;  ///< group `name` of the match, a part of `lines`; empty where the rule has none
  std::string_view secret;  ///< group `secret` of the match, a part of `lines`; not empty
  bool quoted = false;      ///< the group `quote` took part in the match
  PathTraits path;          ///< of the occurrence, not of the blob: `traits_of_path`
};

/// What became of it. `keep == false`: `stage` is one of "shape", "name", "placeholder", "entropy", "cover",
/// "path" and `reason` says why, as a short sentence without any byte of the secret.
struct ContextVerdict {
  bool keep = false;
  std::string_view stage;  ///< static text; empty when kept
  std::string reason;      ///< empty when kept without a change of grade
  Severity severity = Severity::kMedium;
  Confidence confidence = Confidence::kMedium;
};

/// Judges a candidate of a generic rule by its surroundings and its randomness: the stages that `trawl
/// explain` shows. A candidate whose checksum or structure was found valid does not come here. Pure, never
/// throws for any bytes, linear in the size of `lines`; allocates for the reason of a verdict only.
ContextVerdict judge_in_context(const ContextInput& input);

}  // namespace trawl
