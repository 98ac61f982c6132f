#include "engine/sast/char_set.h"

#include <array>

namespace trawl::sast {
namespace {

// A text is safe for a kind when it holds none of `must`: one alternative suffices.
struct Demand {
  Kind kind;
  std::string_view must;
};

// '\1', '\2' and '\3' are the positions of CharSet. A newline ends a shell command and a log record alike.
constexpr std::array kDemands = {
    Demand{Kind::kShell, ";&|`$<>\n\"'"},
    Demand{Kind::kArgv, "\3"},
    Demand{Kind::kSql, "'\\"},
    Demand{Kind::kSql, "'\" ;()-"},
    Demand{Kind::kLdap, "()*\\"},
    Demand{Kind::kXpath, "'\""},
    Demand{Kind::kXml, "<&"},
    Demand{Kind::kHtml, "<&\"'"},
    Demand{Kind::kHtml, "<>"},
    Demand{Kind::kPath, "\1\2"},
    Demand{Kind::kPath, "\1/"},
    Demand{Kind::kPath, "/"},
    Demand{Kind::kCrlf, "\r\n"},
    Demand{Kind::kLog, "\r\n"},
    Demand{Kind::kLog, "\n"},
    Demand{Kind::kFormat, "%"},
    Demand{Kind::kUrl, ":/"},
    Demand{Kind::kRedirect, ":/"},
    Demand{Kind::kRedirect, "/\\"},
    Demand{Kind::kCode, "();\"'="},
};

}  // namespace

CharSet characters_in(std::string_view text) {
  CharSet set;
  for (const char c : text) set.add(static_cast<unsigned char>(c));
  return set;
}

namespace {

CharSet named_class(std::string_view name) {
  if (name == "alnum") return characters_of("A-Za-z0-9");
  if (name == "alpha") return characters_of("A-Za-z");
  if (name == "digit") return characters_of("0-9");
  if (name == "xdigit") return characters_of("0-9A-Fa-f");
  if (name == "upper") return characters_of("A-Z");
  if (name == "lower") return characters_of("a-z");
  if (name == "word") return characters_of("A-Za-z0-9_");
  if (name == "space" || name == "blank") return characters_in(" \t\n\v\f\r");
  CharSet all;
  for (unsigned c = CharSet::kFirst; c < 128; ++c) all.add(static_cast<unsigned char>(c));
  return all;
}

// What stands behind a backslash; nothing for what matches more than can be told.
std::optional<CharSet> escaped_class(char c) {
  switch (c) {
    case 'd':
      return named_class("digit");
    case 'w':
      return named_class("word");
    case 's':
      return named_class("space");
    case 't':
      return characters_in("\t");
    case 'n':
      return characters_in("\n");
    case 'r':
      return characters_in("\r");
    default:
      if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return std::nullopt;
      return characters_in(std::string_view(&c, 1));
  }
}

// The class that begins at `at`, behind its bracket; moves behind its end.
std::optional<CharSet> bracket_class(std::string_view text, std::size_t& at) {
  const bool negated = at < text.size() && text[at] == '^';
  if (negated) ++at;
  CharSet set;
  const std::size_t begin = at;
  while (at < text.size() && (text[at] != ']' || at == begin)) {
    if (text.substr(at).starts_with("[:")) {
      const std::size_t end = text.find(":]", at);
      if (end == std::string_view::npos) return std::nullopt;
      set = set | named_class(text.substr(at + 2, end - at - 2));
      at = end + 2;
      continue;
    }
    if (text[at] == '\\' && at + 1 < text.size()) {
      const auto escaped = escaped_class(text[at + 1]);
      if (!escaped) return std::nullopt;
      set = set | *escaped;
      at += 2;
      continue;
    }
    if (at + 2 < text.size() && text[at + 1] == '-' && text[at + 2] != ']') {
      for (unsigned c = static_cast<unsigned char>(text[at]); c <= static_cast<unsigned char>(text[at + 2]);
           ++c)
        set.add(static_cast<unsigned char>(c));
      at += 3;
      continue;
    }
    set.add(static_cast<unsigned char>(text[at++]));
  }
  if (at >= text.size()) return std::nullopt;
  ++at;
  return negated ? refused_by_allowing(set) : set;
}

}  // namespace

std::optional<CharSet> characters_matching(std::string_view expression, bool whole) {
  if (!whole) {
    if (!expression.starts_with('^') || !expression.ends_with('$') || expression.ends_with("\\$"))
      return std::nullopt;
  }
  CharSet set;
  int depth = 0;
  for (std::size_t at = 0; at < expression.size();) {
    const char c = expression[at];
    if (c == '.') return std::nullopt;
    if (c == '|' && depth == 0 && !whole) return std::nullopt;
    if (c == '(' || c == ')') depth += c == '(' ? 1 : -1;
    if (c == '{') {
      const std::size_t end = expression.find('}', at);
      if (end == std::string_view::npos) return std::nullopt;
      at = end + 1;
    } else if (expression.substr(at).starts_with("(?:")) {
      at += 3;
    } else if (expression.substr(at).starts_with("(?")) {
      return std::nullopt;
    } else if (c == '[') {
      ++at;
      const auto more = bracket_class(expression, at);
      if (!more) return std::nullopt;
      set = set | *more;
    } else if (c == '\\') {
      const auto more = at + 1 < expression.size() ? escaped_class(expression[at + 1]) : std::nullopt;
      if (!more) return std::nullopt;
      set = set | *more;
      at += 2;
    } else {
      if (std::string_view("^$()|*+?").find(c) == std::string_view::npos)
        set.add(static_cast<unsigned char>(c));
      ++at;
    }
  }
  return set;
}

CharSet characters_of(std::string_view ranges) {
  CharSet set;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    auto first = static_cast<unsigned char>(ranges[i]);
    if (first == '\\' && i + 1 < ranges.size()) {
      set.add(static_cast<unsigned char>(ranges[++i]));
      continue;
    }
    if (i + 2 < ranges.size() && ranges[i + 1] == '-') {
      for (unsigned c = first; c <= static_cast<unsigned char>(ranges[i + 2]); ++c) {
        set.add(static_cast<unsigned char>(c));
      }
      i += 2;
      continue;
    }
    set.add(first);
  }
  return set;
}

CharSet refused_by_allowing(CharSet allowed) {
  CharSet refused;
  for (unsigned c = CharSet::kFirst; c < 128; ++c) {
    if (!allowed.has(static_cast<unsigned char>(c))) refused.add(static_cast<unsigned char>(c));
  }
  if (!allowed.has('.')) refused.add(CharSet::kDotDot);
  if (!allowed.has('/')) refused.add(CharSet::kLeadingSlash);
  if (!allowed.has('-')) refused.add(CharSet::kLeadingHyphen);
  return refused;
}

KindMask cleared_by_refusing(CharSet refused) {
  if (refused.has('/')) refused.add(CharSet::kLeadingSlash);
  if (refused.has('-')) refused.add(CharSet::kLeadingHyphen);
  if (refused.has('.')) refused.add(CharSet::kDotDot);
  KindMask cleared = kNoKinds;
  for (const Demand& demand : kDemands) {
    bool met = true;
    for (const char c : demand.must) met = met && refused.has(static_cast<unsigned char>(c));
    if (met) cleared |= mask_of(demand.kind);
  }
  return cleared;
}

}  // namespace trawl::sast
