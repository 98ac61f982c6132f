#pragma once

#include <array>
#include <span>
#include <string_view>

#include "engine/model/rule.h"

namespace trawl {

/// The rules of checkers/, sorted by id; written at build time by tools/dev/make_flow_rules.py. Read-only
/// data.
std::span<const FlowRule> builtin_flow_rules();

}  // namespace trawl
