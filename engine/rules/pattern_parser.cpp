#include <algorithm>
#include <cstddef>
#include <optional>

#include "engine/rules/pattern_syntax.h"

#include <fmt/format.h>

namespace trawl {
namespace {

constexpr std::uint32_t kDeepest = 100;
constexpr std::uint32_t kLargestCount = 1000;

struct Flags {
  bool caseless = false;
  bool dot_newline = false;
};

using ByteSet = std::bitset<256>;

ByteSet range(unsigned char first, unsigned char last) {
  ByteSet set;
  for (unsigned byte = first; byte <= last; ++byte) set.set(byte);
  return set;
}

ByteSet both_cases(ByteSet set) {
  for (unsigned char lower = 'a'; lower <= 'z'; ++lower) {
    const auto upper = static_cast<unsigned char>(lower - 'a' + 'A');
    if (set[lower] || set[upper]) set.set(lower).set(upper);
  }
  return set;
}

std::optional<ByteSet> perl_class(char letter) {
  ByteSet set;
  switch (letter) {
    case 'd':
    case 'D':
      set = range('0', '9');
      break;
    case 'w':
    case 'W':
      set = range('0', '9') | range('a', 'z') | range('A', 'Z') | range('_', '_');
      break;
    // RE2's \s: without the vertical tab, which Hyperscan's has; both engines get the class spelled out.
    case 's':
    case 'S':
      set.set('\t').set('\n').set('\f').set('\r').set(' ');
      break;
    default:
      return std::nullopt;
  }
  return letter < 'a' ? ~set : set;
}

std::optional<ByteSet> posix_class(std::string_view name) {
  const ByteSet upper = range('A', 'Z');
  const ByteSet lower = range('a', 'z');
  const ByteSet digit = range('0', '9');
  if (name == "alnum") return upper | lower | digit;
  if (name == "alpha") return upper | lower;
  if (name == "digit") return digit;
  if (name == "lower") return lower;
  if (name == "upper") return upper;
  if (name == "word") return upper | lower | digit | range('_', '_');
  if (name == "xdigit") return digit | range('a', 'f') | range('A', 'F');
  if (name == "punct") return range('!', '/') | range(':', '@') | range('[', '`') | range('{', '~');
  if (name == "space") return range('\t', '\r') | range(' ', ' ');
  return std::nullopt;
}

PatternNode node_of(PatternNode::Kind kind) {
  PatternNode node;
  node.kind = kind;
  return node;
}

class Parser {
 public:
  explicit Parser(std::string_view pattern) : pattern_(pattern) {}

  Result<PatternNode> parse() {
    PatternNode tree = alternation(Flags{}, 0);
    if (failure_.empty() && at_ < pattern_.size()) fail("unmatched ')'");
    if (!failure_.empty()) return Error(failure_);
    return tree;
  }

 private:
  [[nodiscard]] bool more() const { return failure_.empty() && at_ < pattern_.size(); }
  [[nodiscard]] char peek() const { return pattern_[at_]; }
  [[nodiscard]] bool looking_at(std::string_view text) const {
    return pattern_.substr(at_).starts_with(text);
  }
  bool skip(std::string_view text) {
    if (!looking_at(text)) return false;
    at_ += text.size();
    return true;
  }

  void fail(std::string_view why) {
    if (failure_.empty()) {
      failure_ =
          fmt::format("{} at offset {} of the pattern, before '{}'", why, at_, pattern_.substr(at_, 20));
    }
  }

  PatternNode alternation(Flags flags, std::uint32_t depth) {
    if (depth > kDeepest) {
      fail("groups are nested too deeply");
      return {};
    }
    PatternNode alternate = node_of(PatternNode::Kind::kAlternate);
    alternate.children.push_back(concatenation(flags, depth));
    while (more() && skip("|")) alternate.children.push_back(concatenation(flags, depth));
    if (alternate.children.size() == 1) return std::move(alternate.children.front());
    return alternate;
  }

  // `flags` is taken by reference: `(?i)` in the middle holds to the end of the group, over later
  // alternatives too.
  PatternNode concatenation(Flags& flags, std::uint32_t depth) {
    PatternNode concat = node_of(PatternNode::Kind::kConcat);
    while (more() && peek() != '|' && peek() != ')') {
      std::optional<PatternNode> element = atom(flags, depth);
      if (!element) continue;
      concat.children.push_back(quantified(std::move(*element)));
    }
    if (concat.children.size() == 1) return std::move(concat.children.front());
    return concat;
  }

  PatternNode quantified(PatternNode element) {
    while (more()) {
      std::uint32_t least = 0;
      std::uint32_t most = kUnbounded;
      if (skip("*")) {
      } else if (skip("+")) {
        least = 1;
      } else if (skip("?")) {
        most = 1;
      } else if (peek() != '{' || !counts(least, most)) {
        break;
      }
      if (element.kind == PatternNode::Kind::kRepeat || element.kind == PatternNode::Kind::kAssertion) {
        fail("nothing to repeat");
        break;
      }
      PatternNode repeat = node_of(PatternNode::Kind::kRepeat);
      repeat.least = least;
      repeat.most = most;
      repeat.lazy = skip("?");
      if (looking_at("+")) fail("possessive repeats are not supported; drop the '+'");
      repeat.children.push_back(std::move(element));
      element = std::move(repeat);
    }
    return element;
  }

  // `{n}`, `{n,}`, `{n,m}`; anything else is a literal brace, as in RE2.
  bool counts(std::uint32_t& least, std::uint32_t& most) {
    std::size_t at = at_ + 1;
    const auto number = [&](std::uint32_t& value) {
      const std::size_t first = at;
      value = 0;
      while (at < pattern_.size() && pattern_[at] >= '0' && pattern_[at] <= '9') {
        value =
            std::min<std::uint32_t>(value * 10 + static_cast<std::uint32_t>(pattern_[at++] - '0'), 100000);
      }
      return at > first;
    };
    if (!number(least)) return false;
    most = least;
    if (at < pattern_.size() && pattern_[at] == ',') {
      ++at;
      if (!number(most)) most = kUnbounded;
    }
    if (at >= pattern_.size() || pattern_[at] != '}') return false;
    if (least > kLargestCount || (most != kUnbounded && most > kLargestCount)) {
      fail("a repeat count over 1000; use several repeats one after another");
    } else if (most < least) {
      fail("a repeat whose greatest count is below its least");
    }
    at_ = at + 1;
    return true;
  }

  std::optional<PatternNode> atom(Flags& flags, std::uint32_t depth) {
    const char c = peek();
    if (c == '(') return group(flags, depth);
    if (c == '[') return of_class(bracket(flags));
    if (c == '\\') return escape(flags);
    if (c == '*' || c == '+' || c == '?') {
      fail("nothing to repeat");
      return std::nullopt;
    }
    ++at_;
    if (c == '^' || c == '$') return assertion(std::string(1, c));
    if (c == '.') {
      ByteSet any = ~ByteSet();
      if (!flags.dot_newline) any.reset('\n');
      return of_class(any);
    }
    return literal(static_cast<unsigned char>(c), flags);
  }

  std::optional<PatternNode> group(Flags& flags, std::uint32_t depth) {
    const std::size_t begin = at_;
    PatternNode node = node_of(PatternNode::Kind::kGroup);
    Flags inner = flags;
    bool capture = true;
    if (skip("(?P<")) {
      const std::size_t end = pattern_.find('>', at_);
      if (end == std::string_view::npos) {
        fail("a group name without '>'");
        return std::nullopt;
      }
      node.name = std::string(pattern_.substr(at_, end - at_));
      at_ = end + 1;
    } else if (looking_at("(?=") || looking_at("(?!") || looking_at("(?<=") || looking_at("(?<!")) {
      fail("look-around is not supported; match the boundary with a class, as in (?:^|[^A-Za-z0-9])");
      return std::nullopt;
    } else if (looking_at("(?<")) {
      fail("write (?P<name>...) for a named group");
      return std::nullopt;
    } else if (skip("(?")) {
      capture = false;
      bool negative = false;
      for (; more() && peek() != ':' && peek() != ')'; ++at_) {
        switch (peek()) {
          case '-':
            negative = true;
            break;
          case 'i':
            inner.caseless = !negative;
            break;
          case 's':
            inner.dot_newline = !negative;
            break;
          case 'm':
            break;  // always on
          default:
            fail("unknown flag in '(?'");
            return std::nullopt;
        }
      }
      if (!more()) {
        fail("'(?' without an end");
        return std::nullopt;
      }
      if (pattern_[at_++] == ')') {
        flags = inner;
        return std::nullopt;
      }
    } else {
      ++at_;
    }
    PatternNode content = alternation(inner, depth + 1);
    if (failure_.empty() && !skip(")")) {
      at_ = begin;
      fail("a group without ')'");
    }
    // A group around a repeat stays, so that it can be repeated itself.
    if (!capture && content.kind != PatternNode::Kind::kRepeat &&
        content.kind != PatternNode::Kind::kAssertion) {
      return content;
    }
    node.children.push_back(std::move(content));
    return node;
  }

  ByteSet bracket(const Flags& flags) {
    const std::size_t begin = at_++;
    const bool negated = skip("^");
    ByteSet set;
    bool first = true;
    while (more() && (first || peek() != ']')) {
      first = false;
      if (skip("[:")) {
        const std::size_t end = pattern_.find(":]", at_);
        const auto named =
            end == std::string_view::npos ? std::nullopt : posix_class(pattern_.substr(at_, end - at_));
        if (!named) {
          fail("an unknown class name in '[:'");
          return set;
        }
        set |= *named;
        at_ = end + 2;
        continue;
      }
      if (peek() == '\\' && at_ + 1 < pattern_.size()) {
        if (const auto perl = perl_class(pattern_[at_ + 1])) {
          set |= *perl;
          at_ += 2;
          continue;
        }
      }
      const unsigned char low = class_character();
      unsigned char high = low;
      if (more() && peek() == '-' && at_ + 1 < pattern_.size() && pattern_[at_ + 1] != ']') {
        ++at_;
        high = class_character();
        if (high < low) fail("a class range whose end is before its begin");
      }
      set |= range(low, high);
    }
    if (!skip("]")) {
      at_ = begin;
      fail("a class without ']'");
    }
    if (flags.caseless) set = both_cases(set);
    return negated ? ~set : set;
  }

  unsigned char class_character() {
    if (peek() == '\\') return escaped_character();
    return static_cast<unsigned char>(pattern_[at_++]);
  }

  // At a backslash: the one byte that the escape stands for.
  unsigned char escaped_character() {
    ++at_;
    if (at_ >= pattern_.size()) {
      fail("a backslash at the end");
      return 0;
    }
    const char c = pattern_[at_++];
    switch (c) {
      case 't':
        return '\t';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 'f':
        return '\f';
      case 'v':
        return '\v';
      case 'a':
        return '\a';
      case 'x':
        return hexadecimal();
      default:
        break;
    }
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      at_ -= 2;
      fail("an escape that is not supported");
    }
    return static_cast<unsigned char>(c);
  }

  unsigned char hexadecimal() {
    const bool braces = skip("{");
    std::uint32_t value = 0;
    std::uint32_t digits = 0;
    while (more() && digits < (braces ? 8U : 2U)) {
      const char c = peek();
      const int digit = c >= '0' && c <= '9'                 ? c - '0'
                        : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                             : -1;
      if (digit < 0) break;
      value = value * 16 + static_cast<std::uint32_t>(digit);
      ++digits;
      ++at_;
    }
    if (digits == 0 || (!braces && digits != 2) || (braces && !skip("}")) || value > 255) {
      fail("'\\x' takes two hexadecimal digits of a byte");
    }
    return static_cast<unsigned char>(value);
  }

  std::optional<PatternNode> escape(const Flags& flags) {
    const char next = at_ + 1 < pattern_.size() ? pattern_[at_ + 1] : '\0';
    if (next == 'b' || next == 'B') {
      at_ += 2;
      return assertion(std::string("\\") + next);
    }
    if (next == 'A' || next == 'z' || next == 'Z') {
      fail("\\A, \\z and \\Z are not supported: a rule must not depend on where the file begins or ends");
      return std::nullopt;
    }
    if (const auto perl = perl_class(next)) {
      at_ += 2;
      return of_class(*perl);
    }
    return literal(escaped_character(), flags);
  }

  static PatternNode assertion(std::string text) {
    PatternNode node = node_of(PatternNode::Kind::kAssertion);
    node.assertion = std::move(text);
    return node;
  }

  static PatternNode of_class(ByteSet set) {
    PatternNode node = node_of(PatternNode::Kind::kClass);
    node.bytes = set;
    return node;
  }

  static PatternNode literal(unsigned char byte, const Flags& flags) {
    ByteSet set;
    set.set(byte);
    return of_class(flags.caseless ? both_cases(set) : set);
  }

  std::string_view pattern_;
  std::size_t at_ = 0;
  std::string failure_;
};

}  // namespace

Result<PatternNode> parse_pattern(std::string_view pattern) {
  return Parser(pattern).parse();
}

}  // namespace trawl
