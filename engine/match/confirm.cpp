#include "engine/match/confirm.h"

#include <algorithm>
#include <array>
#include <utility>

#include <re2/re2.h>

namespace trawl {
namespace {

constexpr int kMostGroups = 8;
using Groups = std::array<re2::StringPiece, kMostGroups>;

constexpr int kMostTries = 48;
constexpr std::uint64_t kBoundary = 2;  // one byte looked at on either side

bool can_begin(std::string_view text, const SecretRule& rule) {
  for (std::size_t place = 0; place < text.size(); ++place) {
    if (!rule.stub_lead.has(place, static_cast<unsigned char>(text[place]))) return false;
  }
  const std::size_t known = std::min(text.size(), rule.stub_prefix.size());
  return text.substr(0, known) == rule.stub_prefix.substr(0, known);
}

// The first match that begins in `[from, end)`, reaches `end`, and ends by `to`.
//
// RE2 is asked at the places where the stub can begin, anchored. It then runs without its DFA, which refuses
// patterns for long texts such as keys in PEM, and whose states for counted repeats cost 70 microseconds a
// candidate where this costs two. The byte of a boundary group in front belongs to the match.
bool find_match(std::string_view bytes, const SecretRule& rule, const re2::RE2& expression,
                std::uint64_t from, std::uint64_t end, std::uint64_t to, Groups& groups) {
  // RE2 decides by the size of the whole text whether it can do without its DFA; what is beside the window
  // only matters to boundaries, which look at one byte.
  const std::uint64_t begin = from < kBoundary ? 0 : from - kBoundary;
  const std::string_view window = bytes.substr(begin, to + kBoundary - begin);
  const re2::StringPiece text(window.data(), window.size());
  const int group_count = std::min(kMostGroups, expression.NumberOfCapturingGroups() + 1);
  const auto matches = [&](std::uint64_t at, re2::RE2::Anchor anchor) {
    return expression.Match(text, at - begin, to - begin, anchor, groups.data(), group_count);
  };
  const auto reaches = [&] {
    return static_cast<std::uint64_t>(groups[0].data() - bytes.data()) + groups[0].size() >= end;
  };
  const auto anchored = [&](std::uint64_t at) {
    return (at > from && matches(at - 1, re2::RE2::ANCHOR_START) && reaches()) ||
           (matches(at, re2::RE2::ANCHOR_START) && reaches());
  };

  const std::uint64_t first = std::max(from, end - std::min<std::uint64_t>(end, rule.stub_max_width));
  const std::uint64_t last = end - std::min<std::uint64_t>(end, rule.stub_min_width);
  int tries = 0;
  for (std::uint64_t at = first; at <= last; ++at) {
    if (!can_begin(bytes.substr(at, LeadingBytes::kPlaces), rule)) continue;
    if (++tries > kMostTries) break;
    if (anchored(at)) return true;
  }
  if (tries <= kMostTries) return false;

  // A stub that can begin with anything: RE2 looks for the place.
  while (from < end) {
    if (!matches(from, re2::RE2::UNANCHORED)) return false;
    const auto found = static_cast<std::uint64_t>(groups[0].data() - bytes.data());
    if (found >= end) return false;
    if (reaches()) return true;
    from = found + 1;
  }
  return false;
}

}  // namespace

struct Confirmer::Expression {
  Expression(const std::string& pattern, const re2::RE2::Options& options) : compiled(pattern, options) {}

  re2::RE2 compiled;
  std::size_t secret_group = 0;
  std::size_t name_group = 0;
  std::size_t quote_group = 0;
};

Confirmer::Confirmer(const RuleSet& rules) : rules_(rules), expressions_(rules.size()) {}
Confirmer::~Confirmer() = default;

Confirmer::Expression& Confirmer::expression_of(std::uint32_t rule) {
  std::unique_ptr<Expression>& expression = expressions_[rule];
  if (expression != nullptr) return *expression;
  // Latin-1: bytes are bytes. In UTF-8 mode `.` would fail on invalid text and `(?i)k` would match U+212A,
  // which Hyperscan does not do.
  re2::RE2::Options options(re2::RE2::Latin1);
  options.set_log_errors(false);
  std::string pattern = "(?m)";
  pattern.append(rules_[rule].pattern);
  expression = std::make_unique<Expression>(pattern, options);
  if (!expression->compiled.ok()) return *expression;
  const auto& groups = expression->compiled.NamedCapturingGroups();
  const auto number_of = [&groups](const char* name) {
    const auto found = groups.find(name);
    return found == groups.end() ? std::size_t{0} : static_cast<std::size_t>(found->second);
  };
  expression->secret_group = number_of("secret");
  expression->name_group = number_of("name");
  expression->quote_group = number_of("quote");
  return *expression;
}

std::string Confirmer::trouble_with(std::uint32_t rule) const {
  return expressions_[rule] == nullptr ? std::string() : expressions_[rule]->compiled.error();
}

ByteSpan Confirmer::reach_of(const Candidate& candidate, std::uint64_t size) const {
  const SecretRule& rule = rules_[candidate.rule];
  const std::uint64_t back = std::uint64_t{rule.stub_max_width} + 2 * kBoundary;
  const std::uint64_t to = candidate.end - rule.stub_min_width + rule.max_width + 2 * kBoundary;
  return span_of(candidate.end < back ? 0 : candidate.end - back, std::min(size, to));
}

Confirmer::Outcome Confirmer::confirm(std::string_view bytes, const Candidate& candidate,
                                      std::uint64_t not_before, ConfirmedText& found) {
  const SecretRule& rule = rules_[candidate.rule];
  const Expression& expression = expression_of(candidate.rule);
  if (!expression.compiled.ok()) return Outcome::kUnusable;
  // It begins at most the stub's greatest width (and the byte of a boundary) before the stub's end, and ends
  // at most the pattern's greatest width after that.
  const std::uint64_t back = std::uint64_t{rule.stub_max_width} + kBoundary;
  std::uint64_t from = candidate.end < back ? 0 : candidate.end - back;
  from = std::max(from, not_before);
  const std::uint64_t to =
      std::min<std::uint64_t>(bytes.size(), candidate.end - rule.stub_min_width + rule.max_width + kBoundary);
  Groups groups;
  if (!find_match(bytes, rule, expression.compiled, from, candidate.end, to, groups)) {
    return Outcome::kNoMatch;
  }
  const auto span_of_group = [&](const re2::StringPiece& group) {
    const auto begin = static_cast<std::uint64_t>(group.data() - bytes.data());
    return span_of(begin, begin + group.size());
  };
  const re2::StringPiece& secret = groups[expression.secret_group];
  if (secret.data() == nullptr || secret.empty()) return Outcome::kEmptySecret;
  found.span = span_of_group(groups[0]);
  found.secret = span_of_group(secret);
  found.name = {};
  if (expression.name_group != 0) {
    const re2::StringPiece& name = groups[expression.name_group];
    if (name.data() != nullptr) found.name = std::string_view(name.data(), name.size());
  }
  found.quoted = expression.quote_group != 0 && !groups[expression.quote_group].empty();
  return Outcome::kFound;
}

}  // namespace trawl
