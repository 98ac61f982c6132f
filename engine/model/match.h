#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/strong.h"
#include "engine/model/rule.h"
#include "engine/model/severity.h"

namespace trawl {

/// A text of a blob that a rule found, judged by itself: before neighbours, baseline and other places are
/// looked at.
struct Match {
  const SecretRule* rule = nullptr;  ///< owned by the RuleSet
  ByteSpan span;                     ///< all of the pattern, in the blob
  ByteSpan secret;                   ///< the group `secret`, in the blob
  std::uint32_t layer = 0;           ///< 0: found in the blob as it is; n: in the n-th layer decoded from it
  ByteSpan in_layer;  ///< where n is not 0: the secret in the bytes of that layer; `span` and `secret` are
                      ///< what it is encoded in
  Verdict verdict = Verdict::kNone;
  bool by_checksum = false;  ///< the verdict is a checksum's, else a structure's
  Severity severity = Severity::kHigh;
  Confidence confidence = Confidence::kHigh;
  std::string detail;                           ///< public facts that validators read: "account 123456789012"
  std::vector<const SecretRule*> also_matched;  ///< rules whose match of the same bytes lost to this one
};

/// What became of one candidate, for `trawl explain`: the stage that decided and why.
struct CandidateOutcome {
  const SecretRule* rule = nullptr;
  ByteSpan span;  ///< the match where one was confirmed, else where the stub ended
  bool kept = false;
  std::string_view
      stage;           ///< "confirm", "keyword", "checksum", "entropy", "placeholder", ..., "merge", "kept"
  std::string reason;  ///< a short sentence; holds no secret
};

}  // namespace trawl
