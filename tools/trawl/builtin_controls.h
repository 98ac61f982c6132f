#pragma once

#include <span>
#include <string_view>

namespace trawl {

/// A file of patterns/controls/, as it was at build time.
struct ControlText {
  std::string_view name;
  std::string_view text;
};

/// The frameworks of controls, checked at build time by tools/control-compiler. Read-only data.
std::span<const ControlText> builtin_controls();

}  // namespace trawl
