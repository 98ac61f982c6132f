#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace trawl {

/// "12,282".
inline std::string number(std::uint64_t value) {
  std::string digits = std::to_string(value);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

/// "1 check", "4,706 checks"; `many` where the plural is not made by an "s".
inline std::string plural(std::uint64_t count, std::string_view noun, std::string_view many = {}) {
  if (count == 1) return fmt::format("1 {}", noun);
  return many.empty() ? fmt::format("{} {}s", number(count), noun)
                      : fmt::format("{} {}", number(count), many);
}

}  // namespace trawl
