#pragma once

#include <string>
#include <string_view>

#include "engine/model/rule_set.h"

namespace trawl {

/// The name of a file of verdicts (engine/store/verdict_cache.h): a hash of everything that could change
/// one: the program itself, by the identity that the linker gave it, Hyperscan's version, all rules with what
/// is switched off, and the options of judgement; and of the repository's place, so that a file holds the
/// blobs of one repository. Empty where the program has no identity: a cache could not tell an older one from
/// it.
std::string verdict_file_name(const RuleSet& rules, bool strict_checksums, std::string_view repository);

}  // namespace trawl
