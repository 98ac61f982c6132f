#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace trawl {

/// The day number of a date "YYYY-MM-DD" of the Gregorian calendar, from 1970-01-01; nothing where it is
/// none.
inline std::optional<std::int64_t> day_of(std::string_view date) {
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t count) {
    int value = -1;
    const char* end = date.data() + at + count;
    const auto [stop, code] = std::from_chars(date.data() + at, end, value);
    return code == std::errc() && stop == end && date[at] != '-' ? value : -1;
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (year < 1970 || month < 1 || month > 12 || day < 1) return std::nullopt;
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  if (day > kDays[month - 1] + (month == 2 && leap ? 1 : 0)) return std::nullopt;
  // Howard Hinnant's days_from_civil, with March as the first month.
  const int y = month <= 2 ? year - 1 : year;
  const int era = y / 400;
  const int year_of_era = y - era * 400;
  const int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return std::int64_t{era} * 146097 + day_of_era - 719468;
}

/// Days of "7d", "4w" or "1y" (365 days); nothing where it is no such text.
inline std::optional<std::int64_t> days_named(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc() || end + 1 != text.data() + text.size() || number > 36500) return std::nullopt;
  if (*end == 'd') return number;
  if (*end == 'w') return std::int64_t{7} * number;
  if (*end == 'y') return std::int64_t{365} * number;
  return std::nullopt;
}

}  // namespace trawl
