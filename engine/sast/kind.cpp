#include "engine/sast/kind.h"

#include <algorithm>
#include <array>

namespace trawl::sast {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Kind::kCount)> kKindNames = {
    "shell",       "argv", "program", "library",  "search-path", "sql",  "ldap", "xpath",
    "xml",         "path", "crlf",    "log",      "format",      "html", "url",  "redirect",
    "deserialize", "code", "config",  "decision", "special",     "role"};
constexpr std::array<std::string_view, 5> kLevelNames = {"none", "library", "local", "stored", "remote"};

template <typename Enum, typename Names>
std::optional<Enum> value_named(const Names& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view name_of(Kind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}
std::optional<Kind> kind_named(std::string_view name) {
  return value_named<Kind>(kKindNames, name);
}
std::string_view name_of(Level level) {
  return kLevelNames[static_cast<std::size_t>(level)];
}
std::optional<Level> level_named(std::string_view name) {
  return value_named<Level>(kLevelNames, name);
}

}  // namespace trawl::sast
