#include "engine/rules/pattern_syntax.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace trawl {
namespace {

using Kind = PatternNode::Kind;

constexpr std::uint32_t kGoodLiteral = 4;

std::uint32_t plus(std::uint32_t a, std::uint32_t b) {
  return a == kUnbounded || b == kUnbounded || a > kUnbounded - b ? kUnbounded : a + b;
}

std::uint32_t times(std::uint32_t count, std::uint32_t width) {
  if (count == 0 || width == 0) return 0;
  if (count == kUnbounded || width == kUnbounded) return kUnbounded;
  const std::uint64_t product = std::uint64_t{count} * width;
  return product >= kUnbounded ? kUnbounded : static_cast<std::uint32_t>(product);
}

// A single character, in one case or both.
bool is_literal(const PatternNode& node) {
  if (node.kind != Kind::kClass) return false;
  const std::size_t count = node.bytes.count();
  if (count == 1) return true;
  if (count != 2) return false;
  for (unsigned char lower = 'a'; lower <= 'z'; ++lower) {
    if (node.bytes[lower] && node.bytes[static_cast<unsigned char>(lower - 32)]) return true;
  }
  return false;
}

// A boundary looks at no more than one byte beside the token: `\b`, `(?:^|[^a-z])`, `[^a-z]?`.
bool is_boundary(const PatternNode& node) {
  switch (node.kind) {
    case Kind::kAssertion:
      return true;
    case Kind::kRepeat:
      return node.least == 0 && node.most == 1 && node.children[0].kind == Kind::kClass;
    case Kind::kAlternate:
      return std::all_of(
                 node.children.begin(), node.children.end(),
                 [](const PatternNode& child) { return child.kind == Kind::kClass || is_boundary(child); }) &&
             std::any_of(node.children.begin(), node.children.end(), is_boundary);
    case Kind::kConcat:
      return node.children.empty();
    case Kind::kGroup:
      return node.name.empty() && is_boundary(node.children[0]);
    default:
      return false;
  }
}

// Cuts what follows the last byte that every match has. False: the node matches the empty text and can go.
bool cut_tail(PatternNode& node, std::uint32_t longest_tail) {
  switch (node.kind) {
    case Kind::kClass:
      return true;
    case Kind::kAssertion:
      return false;
    case Kind::kGroup:
      return cut_tail(node.children[0], longest_tail);
    case Kind::kAlternate: {
      bool all = true;
      for (PatternNode& child : node.children) all = cut_tail(child, longest_tail) && all;
      return all;
    }
    case Kind::kConcat:
      while (!node.children.empty() && !cut_tail(node.children.back(), longest_tail))
        node.children.pop_back();
      return !node.children.empty();
    case Kind::kRepeat: {
      if (node.least == 0) return false;
      const bool single = node.children[0].kind == Kind::kClass;
      node.least = single ? std::min(node.least, longest_tail) : node.least;
      node.most = node.least;
      return true;
    }
  }
  return true;
}

void drop_boundaries(PatternNode& node) {
  if (is_boundary(node)) {
    node = PatternNode{};
    return;
  }
  if (node.kind == Kind::kGroup) return drop_boundaries(node.children[0]);
  if (node.kind == Kind::kAlternate) {
    for (PatternNode& child : node.children) drop_boundaries(child);
    return;
  }
  if (node.kind != Kind::kConcat) return;
  auto& children = node.children;
  while (!children.empty() && is_boundary(children.front())) children.erase(children.begin());
  while (!children.empty() && is_boundary(children.back())) children.pop_back();
}

// The elements of nested concatenations one after another; groups do not matter to a stub.
void flatten_into(const PatternNode& node, std::vector<PatternNode>& elements) {
  if (node.kind != Kind::kConcat && node.kind != Kind::kGroup) {
    elements.push_back(node);
    return;
  }
  for (const PatternNode& child : node.children) flatten_into(child, elements);
}

void append_class(const std::bitset<256>& bytes, std::string& text) {
  const auto byte = [&text](unsigned value) {
    const bool plain = (value >= '0' && value <= '9') || ((value | 32) >= 'a' && (value | 32) <= 'z');
    plain ? text.push_back(static_cast<char>(value))
          : static_cast<void>(text.append(fmt::format("\\x{:02x}", value)));
  };
  if (bytes.count() == 1) {
    unsigned value = 0;
    while (!bytes[value]) ++value;
    return byte(value);
  }
  text += '[';
  for (unsigned first = 0; first < 256; ++first) {
    if (!bytes[first]) continue;
    unsigned last = first;
    while (last < 255 && bytes[last + 1]) ++last;
    byte(first);
    if (last > first + 1) text += '-';
    if (last > first) byte(last);
    first = last;
  }
  text += ']';
}

void append_expression(const PatternNode& node, std::string& text) {
  switch (node.kind) {
    case Kind::kClass:
      return append_class(node.bytes, text);
    case Kind::kAssertion:
      text += node.assertion;
      return;
    case Kind::kConcat:
      for (const PatternNode& child : node.children) append_expression(child, text);
      return;
    case Kind::kGroup:
    case Kind::kAlternate: {
      text += "(?:";
      for (std::size_t i = 0; i < node.children.size(); ++i) {
        if (i > 0) text += '|';
        append_expression(node.children[i], text);
      }
      text += ')';
      return;
    }
    case Kind::kRepeat: {
      const bool grouped = node.children[0].kind == Kind::kConcat;
      if (grouped) text += "(?:";
      append_expression(node.children[0], text);
      if (grouped) text += ')';
      if (node.most == kUnbounded) {
        text += fmt::format("{{{},}}", node.least);
      } else if (node.most == node.least) {
        text += fmt::format("{{{}}}", node.least);
      } else {
        text += fmt::format("{{{},{}}}", node.least, node.most);
      }
      return;
    }
  }
}

// The literals of a node, as the run that touches its begin, the run that touches its end, and the longest
// anywhere.
struct Literals {
  std::uint32_t prefix = 0;
  std::uint32_t suffix = 0;
  std::uint32_t best = 0;
  bool whole = true;  ///< the node is nothing but one literal (or empty)
};

Literals joined(const Literals& a, const Literals& b) {
  Literals sum;
  sum.whole = a.whole && b.whole;
  sum.prefix = a.whole ? a.prefix + b.prefix : a.prefix;
  sum.suffix = b.whole ? a.suffix + b.suffix : b.suffix;
  sum.best = std::max({a.best, b.best, a.suffix + b.prefix});
  return sum;
}

Literals literals_of(const PatternNode& node) {
  switch (node.kind) {
    case Kind::kAssertion:
      return {};
    case Kind::kClass:
      return is_literal(node) ? Literals{1, 1, 1, true} : Literals{0, 0, 0, false};
    case Kind::kGroup:
      return literals_of(node.children[0]);
    case Kind::kConcat: {
      Literals sum;
      for (const PatternNode& child : node.children) sum = joined(sum, literals_of(child));
      return sum;
    }
    case Kind::kRepeat: {
      if (node.least == 0) return {0, 0, 0, false};
      const Literals once = literals_of(node.children[0]);
      Literals sum = once;
      for (std::uint32_t i = 1; i < std::min<std::uint32_t>(node.least, 8); ++i) sum = joined(sum, once);
      if (node.most != node.least) sum.whole = false;
      return sum;
    }
    case Kind::kAlternate: {
      // Hyperscan takes the alternatives apart, so that each is as strong as its own best literal.
      Literals weakest = literals_of(node.children[0]);
      for (std::size_t i = 1; i < node.children.size(); ++i) {
        const Literals other = literals_of(node.children[i]);
        weakest.whole = weakest.whole && other.whole;
        weakest.prefix = std::min(weakest.prefix, other.prefix);
        weakest.suffix = std::min(weakest.suffix, other.suffix);
        weakest.best = std::min(weakest.best, other.best);
      }
      return weakest;
    }
  }
  return {};
}

const PatternNode* find_group(const PatternNode& node, std::string_view name) {
  if (node.kind == Kind::kGroup && node.name == name) return &node;
  for (const PatternNode& child : node.children) {
    if (const PatternNode* found = find_group(child, name)) return found;
  }
  return nullptr;
}

// Any prefix will do for a stub that is too wide, if it keeps a good literal: RE2 reads the rest.
PatternNode shortened(const PatternNode& stub, std::uint32_t longest_tail, std::uint32_t widest) {
  PatternNode shorter;
  flatten_into(stub, shorter.children);
  if (shorter.children.size() == 1 && shorter.children[0].kind == Kind::kAlternate) {
    for (PatternNode& alternative : shorter.children[0].children) {
      alternative = shortened(alternative, longest_tail, widest);
    }
    return shorter;
  }
  while (width_of(shorter).most > widest && !shorter.children.empty()) {
    shorter.children.pop_back();
    if (!cut_tail(shorter, longest_tail)) break;
  }
  return shorter;
}

// Adds what `node` can match when it begins at one of the places in `starts` (bit n: behind n bytes; the last
// bit means that many or more). Returns the places at which it can end, in the same form.
unsigned add_leading(const PatternNode& node, unsigned starts, LeadingBytes& lead) {
  constexpr unsigned kBeyond = 1U << LeadingBytes::kPlaces;
  switch (node.kind) {
    case Kind::kAssertion:
      return starts;
    case Kind::kGroup:
      return add_leading(node.children[0], starts, lead);
    case Kind::kClass: {
      for (std::size_t place = 0; place < LeadingBytes::kPlaces; ++place) {
        if ((starts >> place & 1U) == 0) continue;
        for (unsigned byte = 0; byte < 256; ++byte) {
          if (node.bytes[byte]) lead.add(place, static_cast<unsigned char>(byte));
        }
      }
      return ((starts << 1U) & (2 * kBeyond - 1)) | (starts & kBeyond);
    }
    case Kind::kConcat:
      for (const PatternNode& child : node.children) starts = add_leading(child, starts, lead);
      return starts;
    case Kind::kAlternate: {
      unsigned ends = 0;
      for (const PatternNode& child : node.children) ends |= add_leading(child, starts, lead);
      return ends;
    }
    case Kind::kRepeat: {
      unsigned ends = node.least == 0 ? starts : 0;
      unsigned reached = starts;
      // More rounds than there are places change nothing, unless each matches the empty text.
      const std::uint32_t rounds = std::min<std::uint32_t>(node.most, LeadingBytes::kPlaces + 1);
      for (std::uint32_t round = 1; round <= rounds; ++round) {
        reached = add_leading(node.children[0], reached, lead);
        if (round >= std::min<std::uint32_t>(node.least, rounds)) ends |= reached;
      }
      return ends;
    }
  }
  return starts;
}

}  // namespace

PatternWidth width_of(const PatternNode& node) {
  switch (node.kind) {
    case Kind::kClass:
      return {1, 1};
    case Kind::kAssertion:
      return {0, 0};
    case Kind::kGroup:
      return width_of(node.children[0]);
    case Kind::kConcat: {
      PatternWidth sum;
      for (const PatternNode& child : node.children) {
        const PatternWidth width = width_of(child);
        sum = {plus(sum.least, width.least), plus(sum.most, width.most)};
      }
      return sum;
    }
    case Kind::kRepeat: {
      const PatternWidth width = width_of(node.children[0]);
      return {times(node.least, width.least), times(node.most, width.most)};
    }
    case Kind::kAlternate: {
      PatternWidth all = width_of(node.children[0]);
      for (const PatternNode& child : node.children) {
        const PatternWidth width = width_of(child);
        all = {std::min(all.least, width.least), std::max(all.most, width.most)};
      }
      return all;
    }
  }
  return {};
}

std::string expression_of(const PatternNode& node) {
  std::string text;
  append_expression(node, text);
  return text;
}

PatternNode stub_of(const PatternNode& pattern, std::uint32_t longest_tail, std::uint32_t widest) {
  PatternNode stub = pattern;
  drop_boundaries(stub);
  if (!cut_tail(stub, longest_tail)) return PatternNode{};
  if (width_of(stub).most <= widest) return stub;

  PatternNode shorter = shortened(stub, longest_tail, widest);
  return weakest_literal(shorter) >= kGoodLiteral ? shorter : stub;
}

std::uint32_t weakest_literal(const PatternNode& node) {
  return literals_of(node).best;
}

LeadingBytes leading_bytes(const PatternNode& node) {
  LeadingBytes lead;
  // A text that ends before the last place can be followed by any byte.
  const unsigned ends = add_leading(node, 1, lead);
  for (std::size_t place = 0; place < LeadingBytes::kPlaces; ++place) {
    bool may_end_before = false;
    for (std::size_t end = 0; end <= place; ++end) may_end_before = may_end_before || (ends >> end & 1U) != 0;
    for (unsigned byte = 0; may_end_before && byte < 256; ++byte)
      lead.add(place, static_cast<unsigned char>(byte));
  }
  return lead;
}

std::string leading_literal(const PatternNode& node) {
  std::vector<PatternNode> elements;
  flatten_into(node, elements);
  std::string literal;
  for (const PatternNode& element : elements) {
    if (element.kind == Kind::kClass && element.bytes.count() == 1) {
      unsigned byte = 0;
      while (!element.bytes[byte]) ++byte;
      literal += static_cast<char>(byte);
      continue;
    }
    if (element.kind == Kind::kRepeat && element.least == element.most &&
        element.children[0].kind == Kind::kClass) {
      const std::string one = leading_literal(element.children[0]);
      if (!one.empty()) {
        literal.append(std::min<std::uint32_t>(element.least, 64), one[0]);
        if (element.least <= 64) continue;
      }
    }
    if (element.kind == Kind::kAlternate) {
      std::string common = leading_literal(element.children[0]);
      for (const PatternNode& child : element.children) {
        const std::string other = leading_literal(child);
        common.resize(static_cast<std::size_t>(
            std::mismatch(common.begin(), common.end(), other.begin(), other.end()).first - common.begin()));
      }
      literal += common;
    }
    break;
  }
  return literal;
}

std::uint32_t fixed_prefix_of_group(const PatternNode& node, std::string_view group) {
  const PatternNode* found = find_group(node, group);
  return found == nullptr ? 0 : literals_of(*found).prefix;
}

std::uint32_t count_groups(const PatternNode& node, std::string_view name) {
  std::uint32_t count = node.kind == Kind::kGroup && node.name == name ? 1 : 0;
  for (const PatternNode& child : node.children) count += count_groups(child, name);
  return count;
}

bool matches_newline(const PatternNode& node) {
  if (node.kind == Kind::kClass) return node.bytes['\n'];
  return std::any_of(node.children.begin(), node.children.end(), matches_newline);
}

}  // namespace trawl
