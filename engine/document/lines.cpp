#include <cctype>

#include <fmt/format.h>

#include "engine/document/document.h"

namespace trawl {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

/// Calls `use(begin, end)` for each line without its blanks and line end until it says false.
template <typename Use>
void for_each_line(std::string_view bytes, Use use) {
  std::size_t at = bytes.starts_with("\xef\xbb\xbf") ? 3 : 0;
  while (at < bytes.size()) {
    std::size_t end = bytes.find('\n', at);
    if (end == std::string_view::npos) end = bytes.size();
    std::size_t begin = at;
    std::size_t last = end;
    while (begin < last && is_blank(bytes[begin])) ++begin;
    while (last > begin && is_blank(bytes[last - 1])) --last;
    if (begin < last && !use(begin, last)) return;
    at = end + 1;
  }
}

std::optional<std::string> too_large(std::string_view bytes, const DocumentLimits& limits) {
  if (bytes.size() <= limits.bytes) return std::nullopt;
  return fmt::format("it is larger than {} bytes", limits.bytes);
}

}  // namespace

namespace {

DocumentReading read_all_lines(std::string_view bytes, const DocumentLimits& limits, bool comments) {
  DocumentReading reading;
  reading.failure = too_large(bytes, limits);
  if (reading.failure) return reading;
  DocumentBuilder builder(bytes);
  const ByteSpan whole = span_of(0, bytes.size());
  builder.open(NodeKind::kMap, whole);
  builder.key("lines", whole);
  builder.open(NodeKind::kList, whole);
  for_each_line(bytes, [&](std::size_t begin, std::size_t end) {
    if (comments && (bytes[begin] == '#' || bytes[begin] == ';' || bytes.substr(begin).starts_with("//")))
      return true;
    if (builder.size() >= limits.nodes)
      reading.failure = fmt::format("it holds more than {} lines", limits.nodes);
    const std::size_t length = std::min(end - begin, limits.scalar_bytes);
    builder.scalar(NodeKind::kString, ScalarStyle::kPlain, bytes.substr(begin, length),
                   span_of(begin, begin + length));
    return !reading.failure;
  });
  builder.close(whole.end);
  builder.close(whole.end);
  if (!reading.failure) reading.documents.push_back(builder.finish());
  return reading;
}

}  // namespace

DocumentReading read_lines(std::string_view bytes, const DocumentLimits& limits) {
  return read_all_lines(bytes, limits, true);
}

DocumentReading read_page(std::string_view bytes, const DocumentLimits& limits) {
  return read_all_lines(bytes, limits, false);
}

DocumentReading read_assignments(std::string_view bytes, const DocumentLimits& limits) {
  DocumentReading reading;
  reading.failure = too_large(bytes, limits);
  if (reading.failure) return reading;
  DocumentBuilder builder(bytes);
  builder.open(NodeKind::kMap, span_of(0, bytes.size()));
  for_each_line(bytes, [&](std::size_t begin, std::size_t end) {
    if (bytes[begin] == '#' || bytes[begin] == ';' || bytes[begin] == '!' || bytes[begin] == '[') return true;
    if (bytes.substr(begin, end - begin).starts_with("export ")) begin += 7;
    while (begin < end && is_blank(bytes[begin])) ++begin;
    std::size_t name = begin;
    while (name < end && bytes[name] != '=' && bytes[name] != ':' && !is_blank(bytes[name])) ++name;
    std::size_t at = name;
    while (at < end && is_blank(bytes[at])) ++at;
    if (name == begin || at >= end || (bytes[at] != '=' && bytes[at] != ':')) return true;
    ++at;
    while (at < end && is_blank(bytes[at])) ++at;
    if (builder.size() >= limits.nodes) {
      reading.failure = fmt::format("it holds more than {} values", limits.nodes);
      return false;
    }
    builder.key(bytes.substr(begin, name - begin), span_of(begin, name));
    ScalarStyle style = ScalarStyle::kPlain;
    std::size_t last = end;
    if (at < end && (bytes[at] == '"' || bytes[at] == '\'')) {
      const std::size_t quote = bytes.find(bytes[at], at + 1);
      if (quote != std::string_view::npos && quote < end) {
        ++at;
        last = quote;
      }
    } else {
      for (std::size_t i = at; i + 1 < end; ++i) {
        if (is_blank(bytes[i]) && bytes[i + 1] == '#') {
          last = i;
          break;
        }
      }
      while (last > at && is_blank(bytes[last - 1])) --last;
    }
    const std::string_view text = bytes.substr(at, std::min(last - at, limits.scalar_bytes));
    const bool computed = text.find("${") != std::string_view::npos ||
                          text.find("{{") != std::string_view::npos ||
                          text.find("$(") != std::string_view::npos;
    // An empty value is pointed at by its name.
    const ByteSpan span = text.empty() ? span_of(begin, name) : span_of(at, at + text.size());
    builder.scalar(computed ? NodeKind::kUnknown : NodeKind::kString, style, text, span);
    return true;
  });
  builder.close(ByteOffset(bytes.size()));
  if (!reading.failure) reading.documents.push_back(builder.finish());
  return reading;
}

}  // namespace trawl
