#include "engine/config/helmet_version.h"

#include <charconv>
#include <string>

namespace trawl {
namespace {

std::optional<unsigned> number_at(std::string_view text) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  // A version goes on with a dot.
  if (error != std::errc() || end == text.data() + text.size() || *end != '.' || number > 1000)
    return std::nullopt;
  return number;
}

}  // namespace

std::optional<unsigned> locked_major(std::string_view lock, std::string_view package) {
  // By the words around an entry, as locks are large and only one number of them is wanted:
  //   npm   "node_modules/helmet": { "version": "7.1.0"      (lock 2 and 3); "helmet": { "version": "7.1.0"
  //   (lock 1) pnpm  helmet@7.1.0:   /helmet@7.1.0:   /helmet/7.1.0: yarn  helmet@^7.0.0:\n  version "7.1.0"
  //   "helmet@npm:^7.0.0":\n  version: 7.1.0
  std::optional<unsigned> found;
  const auto take = [&](std::optional<unsigned> number) {
    if (!number) return true;
    if (found && *found != *number) return false;
    found = number;
    return true;
  };
  for (std::size_t at = lock.find(package); at != std::string_view::npos; at = lock.find(package, at + 1)) {
    const char before = at == 0 ? '\n' : lock[at - 1];
    if (before != '"' && before != '/' && before != '\n' && before != ' ' && before != '\'') continue;
    if (before == '/' && (at < 13 || lock.substr(at - 13, 13) != "node_modules/") &&
        (at < 2 || (lock[at - 2] != ' ' && lock[at - 2] != '\'' && lock[at - 2] != '\n'))) {
      continue;  // `@scope/helmet`
    }
    std::string_view rest = lock.substr(at + package.size());
    if (rest.empty()) break;
    if (rest.front() == '@' || (rest.front() == '/' && before == '/')) {
      if (!take(number_at(rest.substr(1)))) return std::nullopt;
      // An entry of yarn: the version is in the next line.
      const std::string_view line = rest.substr(0, rest.find('\n'));
      std::string_view next = rest.substr(std::min(line.size() + 1, rest.size()));
      next = next.substr(0, next.find('\n'));
      const std::size_t version = next.find("version");
      if (version == std::string_view::npos || version > 4) continue;
      const std::size_t digit = next.find_first_of("0123456789");
      if (digit != std::string_view::npos && !take(number_at(next.substr(digit)))) return std::nullopt;
    } else if (rest.front() == '"') {
      const std::string_view entry = rest.substr(0, 120);
      const std::size_t brace = entry.find('{');
      const std::size_t version = entry.find("\"version\"");
      if (brace == std::string_view::npos || brace > 6 || version == std::string_view::npos) continue;
      const std::size_t digit = entry.find_first_of("0123456789", version + 9);
      if (digit != std::string_view::npos && !take(number_at(rest.substr(digit)))) return std::nullopt;
    }
  }
  return found;
}

}  // namespace trawl
