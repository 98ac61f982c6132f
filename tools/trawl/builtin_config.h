#pragma once

#include <span>
#include <string_view>

namespace trawl {

/// A file of patterns/config/, as it was at build time.
struct ConfigRuleText {
  std::string_view name;
  std::string_view text;
};

/// The built-in configuration rules, checked at build time by tools/config-compiler. Read-only data.
std::span<const ConfigRuleText> builtin_config_rules();

}  // namespace trawl
