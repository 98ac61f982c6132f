#include "engine/model/rule.h"

namespace trawl {

std::string_view name_of(RuleKind kind) {
  constexpr std::array<std::string_view, 4> kNames = {"secret", "flow", "config", "dependency"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace trawl
