#include "engine/scan/excerpt.h"

#include <algorithm>
#include <utility>

#include "engine/base/escape.h"
#include "engine/model/secret.h"

namespace trawl {
namespace {

constexpr std::uint64_t kNear = 120;      // bytes shown on either side of a match in a long line
constexpr std::uint64_t kNeighbours = 2;  // lines
constexpr std::uint64_t kMostNeighbourBytes = 400;
constexpr std::uint64_t kPlaceReach =
    1024;  // bytes of a long line that can count for the identity of a place
constexpr std::string_view kCut = "\xE2\x80\xA6";

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

}  // namespace

ExcerptCutter::ExcerptCutter(std::string_view bytes, LineIndex& lines, std::vector<Redaction> redactions,
                             bool show_secrets)
    : bytes_(bytes), lines_(lines), redactions_(std::move(redactions)), show_secrets_(show_secrets) {}

Region ExcerptCutter::region_of(ByteSpan span) {
  const Position start = lines_.position_of(span.begin);
  const Position end = lines_.position_of(span.end);
  return {start.line, start.column, end.line, end.column};
}

std::string ExcerptCutter::redacted(std::uint64_t begin, std::uint64_t end) const {
  if (show_secrets_) return std::string(bytes_.substr(begin, end - begin));
  return without_secrets(begin, end, InPlace::kMark);
}

std::string ExcerptCutter::without_secrets(std::uint64_t begin, std::uint64_t end, InPlace in_place) const {
  std::string text;
  std::uint64_t at = begin;
  auto next = std::partition_point(redactions_.begin(), redactions_.end(),
                                   [&](const Redaction& r) { return r.span.end.value <= begin; });
  for (; next != redactions_.end() && next->span.begin.value < end; ++next) {
    if (next->span.end.value <= at) continue;
    const bool whole = next->span.begin.value >= at;
    if (next->span.begin.value > at) text.append(bytes_.substr(at, next->span.begin.value - at));
    // Where two secrets overlap or the cut begins within one, nothing of the second's front may show either.
    if (in_place == InPlace::kMark) {
      text +=
          whole ? redaction_of(bytes_.substr(next->span.begin.value, next->span.size()), next->public_prefix)
                : redaction_of({}, 0);
    }
    at = next->span.end.value;
  }
  if (at < end) text.append(bytes_.substr(at, end - at));
  return text;
}

Excerpt ExcerptCutter::cut(ByteSpan span, std::uint64_t begin, std::uint64_t end) {
  const std::uint64_t first = std::max(begin, span.begin.value < kNear ? 0 : span.begin.value - kNear);
  std::uint64_t from = first;
  while (from > begin && from > first - std::min<std::uint64_t>(first, 3) && is_continuation(bytes_[from]))
    --from;
  std::uint64_t to = std::min(end, span.end.value + kNear);
  while (to < end && is_continuation(bytes_[to])) ++to;
  std::string text = redacted(from, to);
  if (from > begin) text.insert(0, kCut);
  if (to < end) text.append(kCut);
  return {region_of(span_of(from, to)), printable_text(text)};
}

Excerpt ExcerptCutter::snippet_of(ByteSpan span) {
  const LineSpan first = lines_.line_span_of(span.begin);
  const LineSpan last = lines_.line_span_of(ByteOffset(std::max(span.end.value, span.begin.value + 1) - 1));
  return cut(span, first.begin.value, std::max(last.end.value, span.end.value));
}

Excerpt ExcerptCutter::context_of(ByteSpan span) {
  LineSpan first = lines_.line_span_of(span.begin);
  LineSpan last = lines_.line_span_of(ByteOffset(std::max(span.end.value, span.begin.value + 1) - 1));
  const std::uint64_t snippet_begin = first.begin.value;
  const std::uint64_t snippet_end = std::max(last.end.value, span.end.value);
  const bool long_lines = snippet_end - snippet_begin > kMostNeighbourBytes;
  std::uint64_t begin = snippet_begin;
  std::uint64_t end = snippet_end;
  for (std::uint64_t i = 0; !long_lines && i < kNeighbours && begin > 0; ++i) {
    const LineSpan before = lines_.line_span_of(ByteOffset(begin - 1));
    if (end - before.begin.value > 2 * kMostNeighbourBytes) break;
    begin = before.begin.value;
  }
  for (std::uint64_t i = 0; !long_lines && i < kNeighbours && last.next != last.end; ++i) {
    last = lines_.line_span_of(last.next);
    if (last.end.value - begin > 2 * kMostNeighbourBytes) break;
    end = std::max(end, last.end.value);
  }
  if (long_lines) return cut(span, begin, end);
  return {region_of(span_of(begin, end)), printable_text(redacted(begin, end))};
}

ExcerptCutter::Surroundings ExcerptCutter::surroundings_of(ByteSpan span) {
  const LineSpan first = lines_.line_span_of(span.begin);
  const LineSpan last = lines_.line_span_of(ByteOffset(std::max(span.end.value, span.begin.value + 1) - 1));
  const std::uint64_t begin =
      std::max(first.begin.value, span.begin.value < kPlaceReach ? 0 : span.begin.value - kPlaceReach);
  const std::uint64_t end = std::min(std::max(last.end.value, span.end.value), span.end.value + kPlaceReach);
  return {without_secrets(begin, span.begin.value, InPlace::kNothing),
          without_secrets(span.end.value, end, InPlace::kNothing)};
}

}  // namespace trawl
