#include "engine/base/glob.h"

#include <bitset>
#include <cassert>
#include <optional>
#include <utility>

namespace trawl {
namespace {

using ByteSet = std::bitset<256>;

constexpr std::size_t kWordBits = 64;

constexpr bool between(int byte, int first, int last) {
  return byte >= first && byte <= last;
}
constexpr bool is_lower(int byte) {
  return between(byte, 'a', 'z');
}
constexpr bool is_upper(int byte) {
  return between(byte, 'A', 'Z');
}
constexpr bool is_digit(int byte) {
  return between(byte, '0', '9');
}
constexpr bool is_alpha(int byte) {
  return is_lower(byte) || is_upper(byte);
}
constexpr bool is_graph(int byte) {
  return between(byte, 0x21, 0x7e);
}

struct NamedClass {
  std::string_view name;
  bool (*holds)(int byte);
};

// ASCII only: a class that depended on the locale would make reports depend on it.
constexpr std::array<NamedClass, 12> kNamedClasses = {{
    {"alnum", [](int byte) { return is_alpha(byte) || is_digit(byte); }},
    {"alpha", [](int byte) { return is_alpha(byte); }},
    {"blank", [](int byte) { return byte == ' ' || byte == '\t'; }},
    {"cntrl", [](int byte) { return byte < 0x20 || byte == 0x7f; }},
    {"digit", [](int byte) { return is_digit(byte); }},
    {"graph", [](int byte) { return is_graph(byte); }},
    {"lower", [](int byte) { return is_lower(byte); }},
    {"print", [](int byte) { return is_graph(byte) || byte == ' '; }},
    {"punct", [](int byte) { return is_graph(byte) && !is_alpha(byte) && !is_digit(byte); }},
    {"space", [](int byte) { return byte == ' ' || between(byte, '\t', '\r'); }},
    {"upper", [](int byte) { return is_upper(byte); }},
    {"xdigit", [](int byte) { return is_digit(byte) || between(byte | 0x20, 'a', 'f'); }},
}};

ByteSet any_in_name() {
  ByteSet set;
  set.set();
  set.reset('/');
  return set;
}

template <typename States>
void add(States& states, std::size_t state) {
  states[state / kWordBits] |= std::uint64_t{1} << (state % kWordBits);
}

}  // namespace

/// Turns the text of one pattern into its automaton.
class GlobParser {
 public:
  explicit GlobParser(std::string_view pattern) : pattern_(pattern), rest_(pattern) {}

  Result<Glob> parse();

 private:
  Error wrong(const std::string& what) const {
    return Error("the glob '" + std::string(pattern_) + "' " + what);
  }
  std::optional<Error> check_segments() const;
  Result<void> parse_set();
  Result<std::uint8_t> parse_set_member();
  Result<bool> parse_named_class(ByteSet& set);
  void parse_stars(bool at_segment_start);

  void add_one_of(const ByteSet& set) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      if (set.test(byte)) glob_.advance_[byte * glob_.words_ + state_ / kWordBits] |= bit();
    }
    ++state_;
  }
  void add_byte(char byte) {
    glob_.advance_[static_cast<std::uint8_t>(byte) * glob_.words_ + state_ / kWordBits] |= bit();
    ++state_;
  }
  [[nodiscard]] std::uint64_t bit() const { return std::uint64_t{1} << (state_ % kWordBits); }

  std::string_view pattern_;
  std::string_view rest_;
  std::size_t state_ = 0;
  Glob glob_;
};

std::optional<Error> GlobParser::check_segments() const {
  std::size_t begin = 0;
  while (begin <= rest_.size()) {
    const std::size_t end = std::min(rest_.find('/', begin), rest_.size());
    const std::string_view segment = rest_.substr(begin, end - begin);
    if (segment.empty()) return wrong("has an empty segment");
    if (segment == "." || segment == "..") {
      return wrong("has the segment '" + std::string(segment) + "', which no path has");
    }
    begin = end + 1;
  }
  return std::nullopt;
}

Result<Glob> GlobParser::parse() {
  if (pattern_.empty()) return Error("a glob is empty");
  if (pattern_.size() > Glob::kMaxPattern) {
    return Error("a glob is longer than " + std::to_string(Glob::kMaxPattern) + " bytes: '" +
                 std::string(pattern_.substr(0, 40)) + "...'");
  }
  if (pattern_.front() == '!') {
    return wrong("begins with '!', which has no meaning here; write '\\!' for the character");
  }
  if (rest_.starts_with("./")) rest_.remove_prefix(1);
  if (rest_.size() > 1 && rest_.ends_with('/')) {
    glob_.directories_only_ = true;
    rest_.remove_suffix(1);
  }
  glob_.whole_path_ = rest_.find('/') != std::string_view::npos;
  if (rest_.starts_with('/')) rest_.remove_prefix(1);
  if (auto error = check_segments()) return *error;

  // No byte of the pattern makes more than one state, so this is room for all of them and the final one.
  glob_.words_ = rest_.size() / kWordBits + 1;
  glob_.advance_.assign(256 * glob_.words_, 0);
  bool at_segment_start = true;
  while (!rest_.empty()) {
    const char byte = rest_.front();
    if (byte == '*') {
      parse_stars(at_segment_start);
      at_segment_start = false;
      continue;
    }
    rest_.remove_prefix(1);
    if (byte == '?') {
      add_one_of(any_in_name());
    } else if (byte == '[') {
      if (auto set = parse_set(); !set) return set.error();
    } else if (byte == '\\') {
      if (rest_.empty()) return wrong("ends with a backslash");
      add_byte(rest_.front());
      rest_.remove_prefix(1);
    } else {
      add_byte(byte);
    }
    at_segment_start = byte == '/';
  }
  assert(state_ / kWordBits < glob_.words_);
  glob_.final_state_ = state_;
  return std::move(glob_);
}

void GlobParser::parse_stars(bool at_segment_start) {
  // "**/" any number of times is the same as once: two states, at the start of a segment and inside one.
  bool segments = false;
  while (at_segment_start && rest_.starts_with("**/")) {
    rest_.remove_prefix(3);
    segments = true;
  }
  if (segments) {
    add(glob_.empty_by_two_, state_);
    add_one_of(any_in_name());
    add(glob_.stay_in_name_, state_);
    add(glob_.back_on_slash_, state_);
    ++state_;
    return;
  }
  if (at_segment_start && rest_ == "**" && glob_.whole_path_) {
    rest_ = {};
    ByteSet all;
    add_one_of(all.set());
    add(glob_.stay_, state_);
    return;
  }
  while (rest_.starts_with('*')) rest_.remove_prefix(1);
  add(glob_.stay_in_name_, state_);
  add(glob_.empty_by_one_, state_);
  ++state_;
}

Result<bool> GlobParser::parse_named_class(ByteSet& set) {
  if (!rest_.starts_with("[:")) return false;
  const std::size_t end = rest_.find(":]", 2);
  if (end == std::string_view::npos) return false;
  const std::string_view name = rest_.substr(2, end - 2);
  for (const NamedClass& known : kNamedClasses) {
    if (known.name != name) continue;
    for (int byte = 0; byte < 256; ++byte) {
      if (known.holds(byte)) set.set(static_cast<std::size_t>(byte));
    }
    rest_.remove_prefix(end + 2);
    return true;
  }
  return wrong("has the unknown class '[:" + std::string(name) + ":]'");
}

Result<std::uint8_t> GlobParser::parse_set_member() {
  if (rest_.starts_with('\\')) rest_.remove_prefix(1);
  if (rest_.empty()) return wrong("has a '[' without its ']'");
  const auto byte = static_cast<std::uint8_t>(rest_.front());
  rest_.remove_prefix(1);
  return byte;
}

Result<void> GlobParser::parse_set() {
  ByteSet set;
  const bool negated = rest_.starts_with('!') || rest_.starts_with('^');
  if (negated) rest_.remove_prefix(1);
  for (bool first = true; first || !rest_.starts_with(']'); first = false) {
    auto named = parse_named_class(set);
    if (!named) return named.error();
    if (*named) continue;
    auto low = parse_set_member();
    if (!low) return low.error();
    std::uint8_t high_byte = *low;
    if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']') {
      rest_.remove_prefix(1);
      auto high = parse_set_member();
      if (!high) return high.error();
      high_byte = *high;
    }
    if (high_byte < *low) return wrong("has a range whose end comes before its start");
    for (std::size_t byte = *low; byte <= high_byte; ++byte) set.set(byte);
  }
  rest_.remove_prefix(1);
  if (negated) set.flip();
  set.reset('/');
  add_one_of(set);
  return {};
}

Result<Glob> Glob::compile(std::string_view pattern) {
  return GlobParser(pattern).parse();
}

void Glob::close_over_empty_moves(States& states) const {
  // A segment wildcard is never reached from a star without a byte between them, and neither from its own
  // kind: one round of each, in this order, is all of the closure.
  std::uint64_t carry = 0;
  for (std::size_t word = 0; word < words_; ++word) {
    const std::uint64_t moved = states[word] & empty_by_two_[word];
    states[word] |= moved << 2 | carry;
    carry = moved >> (kWordBits - 2);
  }
  carry = 0;
  for (std::size_t word = 0; word < words_; ++word) {
    const std::uint64_t moved = states[word] & empty_by_one_[word];
    states[word] |= moved << 1 | carry;
    carry = moved >> (kWordBits - 1);
  }
}

bool Glob::matches(std::string_view path, bool directory) const {
  if (directories_only_ && !directory) return false;
  if (!whole_path_) {
    const std::size_t slash = path.rfind('/');
    if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  }
  States states{};
  states[0] = 1;
  close_over_empty_moves(states);
  for (const char byte : path) {
    const bool slash = byte == '/';
    const std::uint64_t* advance = &advance_[static_cast<std::uint8_t>(byte) * words_];
    std::uint64_t carry = 0;
    std::uint64_t alive = 0;
    for (std::size_t word = 0; word < words_; ++word) {
      const std::uint64_t now = states[word];
      const std::uint64_t moved = now & advance[word];
      std::uint64_t next = now & (stay_[word] | (slash ? 0 : stay_in_name_[word]));
      next |= moved << 1 | carry;
      carry = moved >> (kWordBits - 1);
      if (slash) {
        const std::uint64_t above = word + 1 < words_ ? states[word + 1] & back_on_slash_[word + 1] : 0;
        next |= (now & back_on_slash_[word]) >> 1 | above << (kWordBits - 1);
      }
      states[word] = next;
      alive |= next;
    }
    if (alive == 0) return false;
    close_over_empty_moves(states);
  }
  return (states[final_state_ / kWordBits] >> (final_state_ % kWordBits) & 1) != 0;
}

Result<GlobSet> GlobSet::compile(std::span<const std::string> patterns) {
  GlobSet set;
  set.globs_.reserve(patterns.size());
  for (const std::string& pattern : patterns) {
    auto glob = Glob::compile(pattern);
    if (!glob) return glob.error();
    set.globs_.push_back(*std::move(glob));
  }
  return set;
}

bool GlobSet::matches(std::string_view path, bool directory) const {
  for (const Glob& glob : globs_) {
    if (glob.matches(path, directory)) return true;
  }
  return false;
}

bool GlobSet::matches_a_parent(std::string_view path) const {
  if (globs_.empty()) return false;
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/', slash + 1)) {
    if (matches(path.substr(0, slash), true)) return true;
  }
  return false;
}

}  // namespace trawl
