#pragma once

#include <cstdint>
#include <string_view>

namespace trawl {

/// Where a weakness stands in OWASP's Top 10; empty: that list does not name it.
struct OwaspPlace {
  std::string_view in_2021;  ///< "A05"
  std::string_view in_2025;
};

/// By OWASP's own lists of the weaknesses in each category.
OwaspPlace owasp_place_of(std::uint16_t cwe);

}  // namespace trawl
