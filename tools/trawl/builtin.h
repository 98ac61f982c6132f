#pragma once

#include <span>

#include "engine/match/pattern_database.h"
#include "engine/model/rule.h"

namespace trawl {

/// The rules of patterns/secrets/, generated at build time by tools/pattern-compiler. Read-only data: costs
/// nothing at start.
std::span<const SecretRule> builtin_rules();

/// The compiled patterns of a part of them (not `kAll`) for a tier of processors, used where they lie.
Result<PatternDatabase> builtin_database(CpuTier tier, PatternPart part);

}  // namespace trawl
