#include "engine/match/context/inline_allow.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "engine/base/line_index.h"
#include "engine/match/context/ascii.h"

namespace trawl {
namespace {

constexpr std::size_t kLongestJustification = 200;  // bytes
constexpr std::size_t kLongestLineRead = 4096;      // bytes of a line after the marker
constexpr std::uint32_t kLastLine = UINT32_MAX;

enum class Reach : std::uint8_t { kThisLine, kNextLine, kStart, kEnd };

struct Marker {
  std::string_view text;
  std::string_view name;  ///< as reported
  Reach reach;
  std::uint8_t pair = 0;  ///< of kStart and kEnd: which belong together
};

// All begin with one of the words in kAnchors; longer texts stand before their prefixes.
constexpr auto kMarkers = std::to_array<Marker>({
    {"trawl:allow-next-line", "trawl:allow-next-line", Reach::kNextLine},
    {"trawl:allow", "trawl:allow", Reach::kThisLine},
    {"gitleaks:allow", "gitleaks:allow", Reach::kThisLine},
    {"betterleaks:allow", "betterleaks:allow", Reach::kThisLine},
    {"trufflehog:ignore", "trufflehog:ignore", Reach::kThisLine},
    {"kingfisher:ignore", "kingfisher:ignore", Reach::kThisLine},
    {"ggignore-start", "ggignore-start", Reach::kStart, 1},
    {"ggignore-end", "ggignore-end", Reach::kEnd, 1},
    {"ggignore", "ggignore", Reach::kThisLine},
    {"secretlint-disable-next-line", "secretlint-disable-next-line", Reach::kNextLine},
    {"secretlint-disable-line", "secretlint-disable-line", Reach::kThisLine},
    {"secretlint-disable", "secretlint-disable", Reach::kStart, 2},
    {"secretlint-enable", "secretlint-enable", Reach::kEnd, 2},
});

constexpr auto kAnchors = std::to_array<std::string_view>(
    {"trawl:", "gitleaks:", "betterleaks:", "trufflehog:", "kingfisher:", "ggignore", "secretlint-",
     "pragma:"});

constexpr bool is_word_character(char c) {
  return ascii::is_alnum(c) || c == '_' || c == '-';
}

// `pragma: allowlist nextline secret`: blanks and a dash may separate the words.
std::optional<Marker> read_pragma(std::string_view text, std::size_t& length) {
  std::size_t at = std::string_view("pragma:").size();
  const auto skip = [&] {
    while (at < text.size() && (ascii::is_blank(text[at]) || text[at] == '-')) ++at;
  };
  const auto take = [&](std::string_view word) {
    skip();
    if (!text.substr(at).starts_with(word)) return false;
    at += word.size();
    return true;
  };
  if (!take("allowlist") && !take("whitelist")) return std::nullopt;
  const bool next = take("nextline");
  if (!take("secret")) return std::nullopt;
  length = at;
  return next ? Marker{"", "pragma: allowlist nextline secret", Reach::kNextLine}
              : Marker{"", "pragma: allowlist secret", Reach::kThisLine};
}

// The marker at the begin of `text`, which begins with an anchor; `length` is how many bytes it takes.
std::optional<Marker> read_marker(std::string_view text, std::size_t& length) {
  if (text.starts_with("pragma:")) return read_pragma(text, length);
  for (const Marker& marker : kMarkers) {
    if (!text.starts_with(marker.text)) continue;
    length = marker.text.size();
    if (length < text.size() && is_word_character(text[length])) continue;
    return marker;
  }
  return std::nullopt;
}

// What people write around a reason: `: reason`, `-- reason`, `reason */`, `reason -->`.
std::string_view reason_in(std::string_view rest) {
  rest = ascii::trimmed(rest);
  constexpr auto kClosers =
      std::to_array<std::string_view>({"*/", "-->", "--%>", "#}", "%>", "*)", "-}", "\"\"\"", "]]", "}}"});
  for (const std::string_view closer : kClosers) {
    if (rest.ends_with(closer)) rest = ascii::trimmed(rest.substr(0, rest.size() - closer.size()));
  }
  while (!rest.empty() &&
         (rest.front() == ':' || rest.front() == '-' || rest.front() == ',' || rest.front() == ';')) {
    rest.remove_prefix(1);
  }
  rest = ascii::trimmed(rest);
  if (rest.size() > kLongestJustification) {
    std::size_t end = kLongestJustification;
    while (end > 0 && (static_cast<unsigned char>(rest[end]) & 0xc0) == 0x80)
      --end;  // no half UTF-8 sequence
    rest = ascii::trimmed(rest.substr(0, end));
  }
  return rest;
}

void read_rule_and_reason(std::string_view rest, const std::function<bool(std::string_view)>& is_rule_id,
                          InlineAllow& allow) {
  rest = ascii::trimmed(rest);
  if (rest.starts_with('[')) {
    const std::size_t close = rest.find(']');
    if (close != std::string_view::npos && close > 1) {
      allow.rule = ascii::trimmed(rest.substr(1, close - 1));
      rest.remove_prefix(close + 1);
    }
  } else if (is_rule_id) {
    std::size_t end = 0;
    while (end < rest.size() && is_word_character(rest[end])) ++end;
    if (end > 0 && is_rule_id(rest.substr(0, end))) {
      allow.rule = rest.substr(0, end);
      rest.remove_prefix(end);
    }
  }
  allow.justification = reason_in(rest);
}

// Where the anchors stand in the blob, in order, each at the begin of a word.
std::vector<std::size_t> find_anchors(std::string_view blob) {
  std::vector<std::size_t> places;
  for (const std::string_view anchor : kAnchors) {
    std::size_t found = 0;
    for (std::size_t at = blob.find(anchor); at != std::string_view::npos && found < InlineAllows::kMost;
         at = blob.find(anchor, at + anchor.size())) {
      if (at > 0 && is_word_character(blob[at - 1])) continue;
      places.push_back(at);
      ++found;
    }
  }
  std::sort(places.begin(), places.end());
  return places;
}

// Where anchors begin whose ends are known.
std::vector<std::size_t> anchor_places(std::string_view blob, std::span<const std::uint64_t> ends) {
  std::vector<std::size_t> places;
  for (const std::uint64_t end : ends) {
    const std::string_view front = blob.substr(0, end);
    const auto anchor = std::find_if(kAnchors.begin(), kAnchors.end(),
                                     [&](std::string_view word) { return front.ends_with(word); });
    if (anchor == kAnchors.end()) continue;
    const std::size_t at = front.size() - anchor->size();
    if (at == 0 || !is_word_character(blob[at - 1])) places.push_back(at);
  }
  return places;
}

// Counts lines while going forward.
class LineCounter {
 public:
  explicit LineCounter(std::string_view blob) : blob_(blob) {}

  std::uint32_t line_of(std::size_t offset) {
    line_ += static_cast<std::uint32_t>(
        count_line_ends(blob_.substr(at_, offset - at_), offset < blob_.size() ? blob_[offset] : '\0'));
    at_ = offset;
    return line_;
  }

 private:
  std::string_view blob_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
};

}  // namespace

InlineAllows::InlineAllows(std::string_view blob, const std::function<bool(std::string_view)>& is_rule_id) {
  read(blob, find_anchors(blob), is_rule_id);
}

InlineAllows::InlineAllows(std::string_view blob, std::span<const std::uint64_t> anchor_ends,
                           const std::function<bool(std::string_view)>& is_rule_id) {
  read(blob, anchor_places(blob, anchor_ends), is_rule_id);
}

std::span<const std::string_view> InlineAllows::anchors() {
  return kAnchors;
}

void InlineAllows::read(std::string_view blob, const std::vector<std::size_t>& places,
                        const std::function<bool(std::string_view)>& is_rule_id) {
  LineCounter lines(blob);
  std::array<std::size_t, 3> open{};  // by Marker::pair: index + 1 of the comment that waits for its end
  for (const std::size_t place : places) {
    if (allows_.size() == kMost) return;
    const std::string_view window = blob.substr(place, kLongestLineRead);
    const std::string_view text = window.substr(0, window.find_first_of("\r\n"));
    std::size_t length = 0;
    const std::optional<Marker> marker = read_marker(text, length);
    if (!marker) continue;
    const std::uint32_t line = lines.line_of(place);

    if (marker->reach == Reach::kEnd) {
      if (open[marker->pair] != 0) allows_[open[marker->pair] - 1].last = Line(line);
      open[marker->pair] = 0;
      continue;
    }
    // A second start before the end changes nothing: the first one covers its lines too.
    if (marker->reach == Reach::kStart && open[marker->pair] != 0) continue;
    InlineAllow allow;
    allow.at = Line(line);
    allow.marker = marker->name;
    const bool next = marker->reach == Reach::kNextLine;
    allow.first = allow.last = Line(next && line < kLastLine ? line + 1 : line);
    if (marker->reach == Reach::kStart) {
      allow.last = Line(kLastLine);
      open[marker->pair] = allows_.size() + 1;
      ranges_[marker->pair - 1u].push_back(allows_.size());
    }
    const std::string_view rest = text.substr(length);
    if (allow.marker.starts_with("trawl:")) {
      read_rule_and_reason(rest, is_rule_id, allow);
    } else {
      allow.justification = reason_in(rest);
    }
    allows_.push_back(allow);
  }
}

const InlineAllow* InlineAllows::covering(Line first, Line last, std::string_view rule) const {
  const auto covers = [&](const InlineAllow& allow) {
    return allow.first <= last && first <= allow.last && (allow.rule.empty() || allow.rule == rule);
  };
  // Ranges of one kind do not overlap: only the last that begins before the lines end can cover them.
  for (const std::vector<std::size_t>& ranges : ranges_) {
    const auto after =
        std::upper_bound(ranges.begin(), ranges.end(), last,
                         [this](Line line, std::size_t index) { return line < allows_[index].first; });
    if (after != ranges.begin() && covers(allows_[*(after - 1)])) return &allows_[*(after - 1)];
  }
  // The others cover their own line or the next: those in question stand from one line before `first` on.
  const Line earliest(first.value > 1 ? first.value - 1 : first.value);
  auto allow = std::lower_bound(allows_.begin(), allows_.end(), earliest,
                                [](const InlineAllow& entry, Line line) { return entry.at < line; });
  for (; allow != allows_.end() && allow->at <= last; ++allow) {
    if (covers(*allow)) return &*allow;
  }
  return nullptr;
}

}  // namespace trawl
