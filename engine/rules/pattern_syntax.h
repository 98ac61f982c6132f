#pragma once

#include <bitset>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/rule.h"

namespace trawl {

/// A regular expression as a tree, for what has to be known about a rule's pattern before it runs: its
/// widths, its literals, and the stub that Hyperscan searches. The dialect is RE2's over bytes (Latin-1, `.`
/// without newline,
/// `^` and `$` at lines), without Unicode classes. Syntax: https://github.com/google/re2/wiki/Syntax
struct PatternNode {
  enum class Kind : std::uint8_t {
    kClass,      ///< one byte of `bytes`
    kConcat,     ///< `children` one after another; none: the empty text
    kAlternate,  ///< one of `children`
    kRepeat,     ///< `children[0]`, `least` to `most` times
    kGroup,      ///< `children[0]`, captured as `name` (empty: unnamed)
    kAssertion,  ///< zero width: `^ $ \b \B`
  };

  Kind kind = Kind::kConcat;
  std::bitset<256> bytes;
  std::vector<PatternNode> children;
  std::uint32_t least = 0;
  std::uint32_t most = 0;  ///< kUnbounded for `*`, `+`, `{n,}`
  bool lazy = false;
  std::string name;
  std::string assertion;  ///< as written
};

constexpr std::uint32_t kUnbounded = UINT32_MAX;

/// Widths in bytes of the texts that a node matches.
struct PatternWidth {
  std::uint32_t least = 0;
  std::uint32_t most = 0;  ///< kUnbounded where there is no bound
};

/// Parses `pattern`. Errors name the offending fragment and its offset, and what to write instead where that
/// is known. Nesting is limited to 100, counted repeats to 1000 as in RE2.
Result<PatternNode> parse_pattern(std::string_view pattern);

PatternWidth width_of(const PatternNode& node);

/// The pattern as Hyperscan reads it (flags: multi-line). Equivalent for the subset that `parse_pattern`
/// accepts.
std::string expression_of(const PatternNode& node);

/// What Hyperscan searches in place of the pattern: a prefix of it without the boundary groups at either end,
/// whose last repeat is cut to its least count. All ends of `x{a,b}` are reported by Hyperscan, so the cut
/// removes four to eight times as many match records; and where nothing before the end varies, the start
/// follows from the end. `longest_tail` bounds the count kept of the last repeat; a stub wider than `widest`
/// bytes is cut to a shorter prefix if that keeps a literal of four bytes.
PatternNode stub_of(const PatternNode& pattern, std::uint32_t longest_tail = 40, std::uint32_t widest = 300);

/// The length of the shortest among the best literals of all alternatives: what Hyperscan can anchor on. A
/// literal is a run of single characters, in one case or both.
std::uint32_t weakest_literal(const PatternNode& node);

/// The bytes that every text of the pattern begins with.
std::string leading_literal(const PatternNode& node);

/// Which bytes a text of the pattern can begin with.
LeadingBytes leading_bytes(const PatternNode& node);

/// How many leading characters are the same in every text of the group `group` (0 if there is no such group).
std::uint32_t fixed_prefix_of_group(const PatternNode& node, std::string_view group);

/// Whether a group of that name is in the tree; more than one counts as an error elsewhere.
std::uint32_t count_groups(const PatternNode& node, std::string_view name);

/// Whether any class can match a line feed.
bool matches_newline(const PatternNode& node);

}  // namespace trawl
