#pragma once

#include <span>

#include "engine/model/rule.h"

namespace trawl {

/// The rules about dependencies (patterns/dependencies/), sorted by id; written at build time by
/// tools/dev/make_dependency_rules.py. Read-only data.
std::span<const Rule> builtin_dependency_rules();

}  // namespace trawl
