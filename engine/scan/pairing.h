#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/model/finding.h"
#include "engine/model/rule.h"

namespace trawl {

/// A finding about a secret while its partners are looked for.
struct PairCandidate {
  Finding* finding = nullptr;  ///< with all its places
  const SecretRule* rule = nullptr;
  Severity alone = Severity::kInfo;     ///< the worst grade of its places without a partner in their file
  std::set<std::string> partner_names;  ///< filled in: what stands beside it, for people
  bool shown_as_partner = false;        ///< filled in: it is no finding of its own, but a place of others
};

/// Settles pairs when all places are known. What has a partner in another file of its directory is raised, as
/// within a file (engine/scan/requirements.h). Then identifiers are taken out at the places where the finding
/// of their secret shows them, and companions everywhere; what they told (an account) is told with the
/// secret. An identifier whose secret is not in the report, or was accepted by a comment that does not accept
/// the identifier, stays. The outcome depends on the set of candidates alone.
void settle_pairs(std::vector<PairCandidate>& candidates);

}  // namespace trawl
