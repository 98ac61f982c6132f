#pragma once

#include <optional>
#include <string_view>

namespace trawl {

/// The major version of a package in a lock file of npm, pnpm or yarn; nothing where it is not there or has
/// several.
std::optional<unsigned> locked_major(std::string_view lock, std::string_view package);

}  // namespace trawl
