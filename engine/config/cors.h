#pragma once

#include <string_view>

namespace trawl {

/// Whether an expression (of JavaScript, PCRE and their like) that origins must match admits origins of
/// others: it is not anchored, a dot stands for any character, or a name may begin in the middle
/// (`.*example\.com$`).
bool admits_other_origins(std::string_view expression);

}  // namespace trawl
