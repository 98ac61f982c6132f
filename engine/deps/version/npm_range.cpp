#include "engine/deps/version/npm_range.h"

#include <algorithm>
#include <utility>

#include "engine/deps/version/parts.h"

namespace trawl {

using namespace version_parts;

/// A version of which parts may be missing: they are nothing.
struct NpmRange::Partial {
  std::optional<std::uint64_t> major;
  std::optional<std::uint64_t> minor;
  std::optional<std::uint64_t> patch;
  std::string prerelease;
};

namespace {

constexpr std::size_t kMostAlternatives = 64;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<NpmRange::Partial> NpmRange::partial(std::string_view text) {
  Partial partial;
  while (!text.empty() && (text.front() == 'v' || text.front() == '=' || is_blank(text.front())))
    text.remove_prefix(1);
  const std::size_t plus = text.find('+');
  if (plus != std::string_view::npos) {
    if (!are_identifiers(text.substr(plus + 1), false)) return std::nullopt;
    text = text.substr(0, plus);
  }
  const std::size_t dash = text.find('-');
  if (dash != std::string_view::npos) {
    partial.prerelease = text.substr(dash + 1);
    if (!are_identifiers(partial.prerelease, true)) return std::nullopt;
    text = text.substr(0, dash);
  }
  bool open = false;
  for (std::optional<std::uint64_t>* part : {&partial.major, &partial.minor, &partial.patch}) {
    if (text.empty()) break;
    const std::string_view one = part == &partial.patch ? std::exchange(text, {}) : take_until(text, '.');
    if (one == "x" || one == "X" || one == "*") {
      open = true;
      continue;
    }
    const auto number = version_number(one);
    if (!number) return std::nullopt;
    // What stands behind a missing part does not count: `1.x.3` is `1`.
    if (!open) *part = *number;
  }
  if (!partial.patch) partial.prerelease.clear();
  return partial;
}

bool NpmRange::add_hyphen(std::string_view from, std::string_view to, All& all) {
  const auto low = partial(from);
  const auto high = partial(to);
  if (!low || !high) return false;
  using Kind = Comparator::Kind;
  if (low->major) {
    all.push_back(
        {Kind::kGreaterEqual, *low->major, low->minor.value_or(0), low->patch.value_or(0), low->prerelease});
  }
  if (!high->major) return true;
  if (!high->minor) {
    all.push_back({Kind::kLess, *high->major + 1, 0, 0, "0"});
  } else if (!high->patch) {
    all.push_back({Kind::kLess, *high->major, *high->minor + 1, 0, "0"});
  } else {
    all.push_back({Kind::kLessEqual, *high->major, *high->minor, *high->patch, high->prerelease});
  }
  return true;
}

bool NpmRange::add_simple(std::string_view text, bool bare_is_caret, All& all) {
  using Kind = Comparator::Kind;
  std::string_view sign;
  for (const std::string_view candidate : {">=", "<=", "~>", ">", "<", "^", "~", "="}) {
    if (sign.empty() && text.starts_with(candidate)) sign = candidate;
  }
  if (sign.empty() && bare_is_caret && text != "*") {
    sign = "^";
  } else {
    text.remove_prefix(sign.size());
  }
  const auto version = partial(text);
  if (!version) return false;
  const std::uint64_t major = version->major.value_or(0);
  const std::uint64_t minor = version->minor.value_or(0);
  const std::uint64_t patch = version->patch.value_or(0);
  const auto add = [&](Kind kind, std::uint64_t a, std::uint64_t b, std::uint64_t c, std::string pre) {
    all.push_back({kind, a, b, c, std::move(pre)});
  };
  if (!version->major) {
    // Nothing is above or below all versions.
    if (sign == ">" || sign == "<") add(Kind::kLess, 0, 0, 0, "0");
    return true;
  }
  if (sign == "^") {
    add(Kind::kGreaterEqual, major, minor, patch, version->prerelease);
    if (!version->minor || major > 0) {
      add(Kind::kLess, major + 1, 0, 0, "0");
    } else if (!version->patch || minor > 0) {
      add(Kind::kLess, 0, minor + 1, 0, "0");
    } else {
      add(Kind::kLess, 0, 0, patch + 1, "0");
    }
  } else if (sign == "~" || sign == "~>") {
    add(Kind::kGreaterEqual, major, minor, patch, version->prerelease);
    if (!version->minor) {
      add(Kind::kLess, major + 1, 0, 0, "0");
    } else {
      add(Kind::kLess, major, minor + 1, 0, "0");
    }
  } else if (sign == ">=") {
    add(Kind::kGreaterEqual, major, minor, patch, version->prerelease);
  } else if (sign == "<") {
    add(Kind::kLess, major, minor, patch, version->patch ? version->prerelease : "0");
  } else if (sign == ">" && version->patch) {
    add(Kind::kGreater, major, minor, patch, version->prerelease);
  } else if (sign == ">") {
    version->minor ? add(Kind::kGreaterEqual, major, minor + 1, 0, "")
                   : add(Kind::kGreaterEqual, major + 1, 0, 0, "");
  } else if (sign == "<=" && version->patch) {
    add(Kind::kLessEqual, major, minor, patch, version->prerelease);
  } else if (sign == "<=") {
    version->minor ? add(Kind::kLess, major, minor + 1, 0, "0") : add(Kind::kLess, major + 1, 0, 0, "0");
  } else if (version->patch) {
    add(Kind::kEqual, major, minor, patch, version->prerelease);
  } else {
    add(Kind::kGreaterEqual, major, minor, 0, "");
    version->minor ? add(Kind::kLess, major, minor + 1, 0, "0") : add(Kind::kLess, major + 1, 0, 0, "0");
  }
  return true;
}

std::optional<NpmRange> NpmRange::parse(std::string_view text, bool bare_is_caret) {
  if (text.size() > 4 * kMostVersionBytes) return std::nullopt;
  NpmRange range;
  while (true) {
    const std::size_t bars = text.find("||");
    std::string_view part = trimmed(text.substr(0, bars));
    if (range.any_.size() >= kMostAlternatives) return std::nullopt;
    All all;
    const std::size_t hyphen = part.find(" - ");
    if (hyphen != std::string_view::npos) {
      if (!add_hyphen(trimmed(part.substr(0, hyphen)), trimmed(part.substr(hyphen + 3)), all))
        return std::nullopt;
      part = {};
    }
    while (!part.empty()) {
      // A sign may stand apart from its version; commas are Cargo's.
      std::size_t end = 0;
      while (end < part.size() && std::string_view("<>=~^").find(part[end]) != std::string_view::npos) ++end;
      while (end < part.size() && is_blank(part[end])) ++end;
      std::string one;
      for (const char c : part.substr(0, end)) {
        if (!is_blank(c)) one += c;
      }
      const std::string_view rest = part.substr(end);
      std::size_t stop = 0;
      while (stop < rest.size() && !is_blank(rest[stop]) && rest[stop] != ',') ++stop;
      one += rest.substr(0, stop);
      part = rest.substr(stop);
      while (!part.empty() && (is_blank(part.front()) || part.front() == ',')) part.remove_prefix(1);
      if (!add_simple(one, bare_is_caret, all)) return std::nullopt;
    }
    range.any_.push_back(std::move(all));
    if (bars == std::string_view::npos) return range;
    text = text.substr(bars + 2);
  }
}

bool NpmRange::contains(std::string_view text) const {
  const auto version = SemVer::parse(text);
  if (!version) return false;
  return std::any_of(any_.begin(), any_.end(), [&](const All& all) {
    bool allowed = version->prerelease.empty();
    for (const Comparator& comparator : all) {
      const SemVer bound{comparator.major, comparator.minor, comparator.patch, comparator.prerelease};
      const std::weak_ordering order = *version <=> bound;
      using Kind = Comparator::Kind;
      const bool holds = comparator.kind == Kind::kLess           ? order < 0
                         : comparator.kind == Kind::kLessEqual    ? order <= 0
                         : comparator.kind == Kind::kGreater      ? order > 0
                         : comparator.kind == Kind::kGreaterEqual ? order >= 0
                                                                  : order == 0;
      if (!holds) return false;
      // A prerelease is only in a range that names one of the same release.
      allowed = allowed || (!bound.prerelease.empty() && bound.major == version->major &&
                            bound.minor == version->minor && bound.patch == version->patch);
    }
    return allowed;
  });
}

bool NpmRange::is_open() const {
  using Kind = Comparator::Kind;
  return std::any_of(any_.begin(), any_.end(), [](const All& all) {
    return std::none_of(all.begin(), all.end(), [](const Comparator& comparator) {
      return comparator.kind == Kind::kLess || comparator.kind == Kind::kLessEqual ||
             comparator.kind == Kind::kEqual;
    });
  });
}

}  // namespace trawl
