#pragma once

#include <string_view>

namespace trawl {

/// The built-in configuration rules of patterns/config/, checked and packed at build time by
/// tools/config-compiler (engine/rules/config_rule_pack.h). Read-only data.
std::string_view builtin_config_rules();

}  // namespace trawl
