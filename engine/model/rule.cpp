#include "engine/model/rule.h"

namespace trawl {

std::string_view name_of(RuleKind kind) {
  constexpr std::array<std::string_view, 3> kNames = {"secret", "flow", "config"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace trawl
