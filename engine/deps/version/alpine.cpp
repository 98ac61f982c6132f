#include <array>
#include <vector>

#include "engine/deps/version/parts.h"
#include "engine/deps/version/version.h"

// apk-tools' versions: numbers, a letter, suffixes, a revision. Compared token by token; where one version
// ends, what the other goes on with decides: the tokens' kinds are in ascending order.

namespace trawl {
namespace {

using namespace version_parts;

enum class TokenKind : std::uint8_t { kPreSuffix, kEnd, kRevision, kSuffixNumber, kSuffix, kLetter, kNumber };

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::int64_t value = 0;
  friend auto operator<=>(const Token&, const Token&) = default;
};

constexpr std::array<std::string_view, 4> kPreSuffixes = {"alpha", "beta", "pre", "rc"};
constexpr std::array<std::string_view, 5> kSuffixes = {"cvs", "svn", "git", "hg", "p"};

bool add_number(std::string_view digits, TokenKind kind, std::vector<Token>& tokens) {
  if (digits.empty() || digits.size() > 17) return false;
  std::int64_t value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  tokens.push_back({kind, value});
  return true;
}

std::optional<std::vector<Token>> parse(std::string_view text) {
  if (text.size() > kMostVersionBytes) return std::nullopt;
  std::vector<Token> tokens;
  bool first = true;
  while (true) {
    std::string_view digits = take_while(text, is_digit);
    if (digits.empty()) return std::nullopt;
    // Behind the first point a number with leading zeros is as decimal places are: between 0 and 1, and
    // smaller with each zero. Whole numbers are doubled, so that there is room between them.
    const std::size_t zeros = digits.size() - without_leading_zeros(digits).size();
    if (!first && zeros > 0 && digits.size() > 1) {
      tokens.push_back({TokenKind::kNumber, 1});
      tokens.push_back({TokenKind::kNumber, -static_cast<std::int64_t>(zeros)});
      digits.remove_prefix(zeros);
      if (digits.empty()) digits = "0";
    }
    if (!add_number(digits, TokenKind::kNumber, tokens)) return std::nullopt;
    tokens.back().value *= 2;
    first = false;
    if (!text.starts_with('.')) break;
    text.remove_prefix(1);
  }
  if (!text.empty() && is_lower(text[0])) {
    tokens.push_back({TokenKind::kLetter, text[0]});
    text.remove_prefix(1);
  }
  while (text.starts_with('_')) {
    text.remove_prefix(1);
    const std::string_view name = take_while(text, is_lower);
    const auto pre = std::find(kPreSuffixes.begin(), kPreSuffixes.end(), name);
    const auto post = std::find(kSuffixes.begin(), kSuffixes.end(), name);
    if (pre != kPreSuffixes.end()) {
      tokens.push_back({TokenKind::kPreSuffix, pre - kPreSuffixes.begin()});
    } else if (post != kSuffixes.end()) {
      tokens.push_back({TokenKind::kSuffix, post - kSuffixes.begin()});
    } else {
      return std::nullopt;
    }
    const std::string_view digits = take_while(text, is_digit);
    if (!digits.empty() && !add_number(digits, TokenKind::kSuffixNumber, tokens)) return std::nullopt;
  }
  if (text.starts_with("-r")) {
    text.remove_prefix(2);
    if (!add_number(take_while(text, is_digit), TokenKind::kRevision, tokens)) return std::nullopt;
  }
  if (!text.empty()) return std::nullopt;
  tokens.push_back({});
  return tokens;
}

}  // namespace

VersionComparison compare_alpine(std::string_view a, std::string_view b) {
  const auto left = parse(a);
  const auto right = parse(b);
  if (!left || !right) return std::nullopt;
  for (std::size_t i = 0; i < left->size() && i < right->size(); ++i) {
    if (const auto order = (*left)[i] <=> (*right)[i]; order != 0) return order;
  }
  return std::weak_ordering::equivalent;
}

}  // namespace trawl
