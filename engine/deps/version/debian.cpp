#include "engine/deps/version/parts.h"
#include "engine/deps/version/version.h"

// deb-version(7), as dpkg compares.

namespace trawl {
namespace {

using namespace version_parts;

struct Debian {
  std::string_view epoch;
  std::string_view upstream;
  std::string_view revision;
};

std::optional<Debian> parse(std::string_view text) {
  if (text.size() > kMostVersionBytes) return std::nullopt;
  Debian version;
  if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    version.epoch = text.substr(0, colon);
    if (!all_digits(version.epoch)) return std::nullopt;
    text.remove_prefix(colon + 1);
  }
  if (const std::size_t dash = text.rfind('-'); dash != std::string_view::npos) {
    version.revision = text.substr(dash + 1);
    if (version.revision.empty()) return std::nullopt;
    text = text.substr(0, dash);
  }
  version.upstream = text;
  const auto fits = [](std::string_view part, std::string_view marks) {
    return std::all_of(part.begin(), part.end(), [&](char c) {
      return is_digit(c) || is_letter(c) || marks.find(c) != std::string_view::npos;
    });
  };
  if (text.empty() || !is_digit(text[0]) || !fits(text, ".+~-:") || !fits(version.revision, ".+~"))
    return std::nullopt;
  return version;
}

// A tilde is before the end, the end before letters, letters before all else.
int rank_of(std::string_view rest) {
  if (rest.empty() || is_digit(rest[0])) return 0;
  if (rest[0] == '~') return -1;
  return is_letter(rest[0]) ? rest[0] : rest[0] + 256;
}

std::strong_ordering compare_part(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    while ((!a.empty() && !is_digit(a[0])) || (!b.empty() && !is_digit(b[0]))) {
      const auto order = rank_of(a) <=> rank_of(b);
      if (order != 0) return order;
      if (!a.empty()) a.remove_prefix(1);
      if (!b.empty()) b.remove_prefix(1);
    }
    const auto order = compare_numbers(take_while(a, is_digit), take_while(b, is_digit));
    if (order != 0) return order;
  }
  return std::strong_ordering::equal;
}

}  // namespace

VersionComparison compare_debian(std::string_view a, std::string_view b) {
  const auto left = parse(a);
  const auto right = parse(b);
  if (!left || !right) return std::nullopt;
  if (const auto order = compare_numbers(left->epoch, right->epoch); order != 0) return order;
  if (const auto order = compare_part(left->upstream, right->upstream); order != 0) return order;
  return compare_part(left->revision, right->revision);
}

}  // namespace trawl
