#include "engine/deps/version/parts.h"
#include "engine/deps/version/version.h"

// rpmvercmp of rpm 4.15 and up: `~` is before the end, `^` behind it but before anything else.

namespace trawl {
namespace {

using namespace version_parts;

struct Rpm {
  std::string_view epoch;
  std::string_view version;
  std::string_view release;
};

std::optional<Rpm> parse(std::string_view text) {
  if (text.empty() || text.size() > kMostVersionBytes) return std::nullopt;
  Rpm parsed;
  if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    parsed.epoch = text.substr(0, colon);
    if (!all_digits(parsed.epoch)) return std::nullopt;
    text.remove_prefix(colon + 1);
  }
  if (const std::size_t dash = text.rfind('-'); dash != std::string_view::npos) {
    parsed.release = text.substr(dash + 1);
    text = text.substr(0, dash);
  }
  parsed.version = text;
  if (text.empty()) return std::nullopt;
  return parsed;
}

bool is_skipped(char c) {
  return !is_digit(c) && !is_letter(c) && c != '~' && c != '^';
}

std::strong_ordering compare_part(std::string_view a, std::string_view b) {
  constexpr auto less = std::strong_ordering::less;
  constexpr auto greater = std::strong_ordering::greater;
  while (!a.empty() || !b.empty()) {
    take_while(a, is_skipped);
    take_while(b, is_skipped);
    const bool left_tilde = a.starts_with('~');
    const bool right_tilde = b.starts_with('~');
    if (left_tilde || right_tilde) {
      if (left_tilde != right_tilde) return left_tilde ? less : greater;
      a.remove_prefix(1);
      b.remove_prefix(1);
      continue;
    }
    const bool left_caret = a.starts_with('^');
    const bool right_caret = b.starts_with('^');
    if (left_caret || right_caret) {
      if (a.empty()) return less;
      if (b.empty()) return greater;
      if (left_caret != right_caret) return left_caret ? less : greater;
      a.remove_prefix(1);
      b.remove_prefix(1);
      continue;
    }
    if (a.empty() || b.empty()) break;
    const bool number = is_digit(a[0]);
    const std::string_view left = number ? take_while(a, is_digit) : take_while(a, is_letter);
    const std::string_view right = number ? take_while(b, is_digit) : take_while(b, is_letter);
    if (right.empty()) return number ? greater : less;
    const auto order = number ? compare_numbers(left, right) : left.compare(right) <=> 0;
    if (order != 0) return order;
  }
  return static_cast<int>(!a.empty()) <=> static_cast<int>(!b.empty());
}

}  // namespace

VersionComparison compare_rpm(std::string_view a, std::string_view b) {
  const auto left = parse(a);
  const auto right = parse(b);
  if (!left || !right) return std::nullopt;
  if (const auto order = compare_numbers(left->epoch, right->epoch); order != 0) return order;
  if (const auto order = compare_part(left->version, right->version); order != 0) return order;
  // One without a release comes first, so that the order stays transitive.
  return compare_part(left->release, right->release);
}

}  // namespace trawl
