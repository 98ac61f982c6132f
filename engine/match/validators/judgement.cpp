#include "engine/match/validators/judgement.h"

#include <fmt/format.h>

#include <chrono>

namespace trawl {
namespace {

constexpr std::size_t kLongestShown = 64;
constexpr double kYear10000 = 253402300800.0;

}  // namespace

std::string shown(std::string_view text) {
  std::string result(text.substr(0, kLongestShown));
  for (char& c : result) {
    if (c < 0x20 || c > 0x7e) c = '?';
  }
  return result;
}

std::string date_of(double seconds) {
  if (!(seconds >= 0 && seconds < kYear10000)) return {};  // also a NaN
  const std::chrono::sys_days day{std::chrono::days(static_cast<int>(seconds / 86400))};
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

void add_fact(std::string& facts, std::string_view part) {
  if (part.empty()) return;
  if (!facts.empty()) facts += ", ";
  facts += part;
}

}  // namespace trawl
