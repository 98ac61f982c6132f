// Headers in files of hosting services and frameworks: `_headers`, netlify.toml, vercel.json, next.config.*.
// The service may add more, so only what is said is judged.

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/config/header_model.h"
#include "engine/config/javascript_value.h"

namespace trawl {
namespace {

HeaderEntry entry_at(std::string what, ByteSpan span) {
  HeaderEntry entry;
  entry.what = std::move(what);
  entry.span = span;
  entry.deployable = false;
  entry.complete = false;
  entry.tls = HeaderEntry::Tls::kYes;  // all of these services serve TLS
  return entry;
}

HeaderValue value_at(std::string_view text, ByteSpan span, bool exact) {
  HeaderValue value;
  value.text = std::string(text);
  value.span = span;
  value.exact = exact;
  return value;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

ByteSpan place_of(std::string_view part, std::string_view bytes) {
  const auto begin = static_cast<std::size_t>(part.data() - bytes.data());
  return span_of(begin, begin + part.size());
}

DocumentReading judged(std::vector<HeaderEntry> entries, std::string_view bytes) {
  DocumentReading reading;
  std::erase_if(entries, [](const HeaderEntry& entry) { return entry.headers.empty(); });
  for (HeaderEntry& entry : entries) judge_headers(entry);
  reading.documents.push_back(document_of(entries, bytes));
  return reading;
}

DocumentReading refused(const DocumentLimits& limits) {
  DocumentReading reading;
  reading.failure = fmt::format("it is larger than {} bytes", limits.bytes);
  return reading;
}

// Calls `take` with each line and whether it is indented.
template <typename Take>
void for_each_line(std::string_view bytes, const Take& take) {
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    const std::string_view line = bytes.substr(at, end - at);
    const std::string_view text = trimmed(line);
    if (!text.empty() && text.front() != '#') take(text, line.front() == ' ' || line.front() == '\t');
    at = end + 1;
  }
}

}  // namespace

DocumentReading read_headers_file(std::string_view bytes, const DocumentLimits& limits) {
  if (bytes.size() > limits.bytes) return refused(limits);
  std::vector<HeaderEntry> entries;
  std::optional<std::string> failure;
  const auto fail = [&](std::string_view text) {
    const auto front = bytes.substr(0, place_of(text, bytes).begin.value);
    if (!failure)
      failure = fmt::format("line {}: neither a path nor a header",
                            1 + std::count(front.begin(), front.end(), '\n'));
  };
  for_each_line(bytes, [&](std::string_view text, bool indented) {
    if (!indented) {
      if (!text.starts_with('/') && !text.starts_with("http")) fail(text);
      entries.push_back(entry_at(std::string(text), place_of(text, bytes)));
      return;
    }
    const std::size_t colon = text.find(':');
    if (text.starts_with('!')) return;  // takes a header away
    if (colon == std::string_view::npos || entries.empty()) return fail(text);
    const std::string_view value = trimmed(text.substr(colon + 1));
    const std::string_view name = trimmed(text.substr(0, colon));
    if (!value.empty()) entries.back().add(name, value_at(value, place_of(value, bytes), true));
  });
  DocumentReading reading = judged(std::move(entries), bytes);
  reading.failure = std::move(failure);
  return reading;
}

DocumentReading read_netlify_headers(std::string_view bytes, const DocumentLimits& limits) {
  std::optional<std::string> failure = read_toml(bytes, limits).failure;
  std::vector<HeaderEntry> entries;
  bool in_headers = false;
  bool in_values = false;
  for_each_line(bytes, [&](std::string_view text, bool) {
    if (text.front() == '[') {
      in_headers = text.starts_with("[[headers]]");
      in_values = text.starts_with("[headers.values]");
      if (in_headers) entries.push_back(entry_at("headers", place_of(text, bytes)));
      return;
    }
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || entries.empty() || (!in_headers && !in_values)) return;
    std::string_view name = trimmed(text.substr(0, equals));
    std::string_view value = trimmed(text.substr(equals + 1));
    if (name.size() > 1 && (name.front() == '"' || name.front() == '\''))
      name = name.substr(1, name.size() - 2);
    // Only texts of one line; what spans more is left unsaid.
    if (value.size() < 2 || (value.front() != '"' && value.front() != '\'') || value.starts_with("\"\"\"") ||
        value.starts_with("'''")) {
      return;
    }
    const std::size_t end = value.find(value.front(), 1);
    if (end == std::string_view::npos || value.find('\\') < end) return;
    value = value.substr(1, end - 1);
    if (in_headers && name == "for") entries.back().what = std::string(value);
    if (in_values && !value.empty()) entries.back().add(name, value_at(value, place_of(value, bytes), true));
  });
  DocumentReading reading = judged(std::move(entries), bytes);
  reading.failure = std::move(failure);
  return reading;
}

DocumentReading read_vercel_headers(std::string_view bytes, const DocumentLimits& limits) {
  DocumentReading reading = read_json(bytes, limits);
  if (reading.documents.size() != 1) return reading;
  const Document& document = reading.documents.front();
  std::vector<HeaderEntry> entries;
  const NodeIndex rules = document.find(document.root(), "headers");
  for (const NodeIndex rule : rules == kNoNode ? std::vector<NodeIndex>() : document.children(rules)) {
    const std::string_view source = document.text_of(rule, "source");
    entries.push_back(entry_at(source.empty() ? "headers" : std::string(source), document.node(rule).span));
    const NodeIndex list = document.find(rule, "headers");
    for (const NodeIndex header : list == kNoNode ? std::vector<NodeIndex>() : document.children(list)) {
      const NodeIndex value = document.find(header, "value");
      const std::string_view name = document.text_of(header, "key");
      if (value == kNoNode || name.empty() || document.node(value).kind != NodeKind::kString) continue;
      const Node& node = document.node(value);
      const bool exact = node.span.size() == node.text.size() + 2;
      const ByteSpan span = exact ? span_of(node.span.begin.value + 1, node.span.end.value - 1) : node.span;
      entries.back().add(name, value_at(node.text, span, exact));
    }
  }
  return judged(std::move(entries), bytes);
}

DocumentReading read_next_headers(std::string_view bytes, const DocumentLimits&) {
  DocumentReading reading;
  const Result<SyntaxTree> tree = SyntaxTree::parse(SyntaxLanguage::kTsx, bytes);
  if (!tree) {
    reading.failure = tree.error().sentence();
    return reading;
  }
  const std::optional<std::string> broken = syntax_failure(*tree, bytes);
  // `{ key: 'X-Frame-Options', value: 'DENY' }`, wherever it stands: mostly in a constant of its own.
  std::vector<HeaderEntry> entries = {entry_at("headers()", span_of(0, 0))};
  JavaScriptEvaluator values(*tree);
  for (std::uint32_t i = 0; i < tree->size(); ++i) {
    if (tree->node(SyntaxIndex(i)).kind != "object") continue;
    std::size_t names = 0;
    for (const SyntaxIndex pair : tree->children(SyntaxIndex(i))) {
      const SyntaxIndex key = tree->child(pair, "key");
      if (key != kNoSyntax && (tree->text(key) == "key" || tree->text(key) == "value")) ++names;
    }
    if (names != 2) continue;
    const JavaScriptValue header = values.value(values.evaluate(SyntaxIndex(i)));
    const JavaScriptValue* name = values.member(header, "key");
    const JavaScriptValue* value = values.member(header, "value");
    if (name == nullptr || value == nullptr || name->kind != JavaScriptValue::Kind::kString) continue;
    HeaderValue one = value_at(value->text, value->span, false);
    one.known = value->kind == JavaScriptValue::Kind::kString;
    if (one.known && value->span.size() == value->text.size() + 2) {
      one.exact = true;
      one.span = span_of(value->span.begin.value + 1, value->span.end.value - 1);
    }
    entries[0].add(name->text, std::move(one));
  }
  reading = judged(std::move(entries), bytes);
  reading.failure = broken;
  return reading;
}

}  // namespace trawl
