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
