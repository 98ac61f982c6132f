// A policy that a page brings itself: `<meta http-equiv="Content-Security-Policy">`.

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "engine/config/header_model.h"

namespace trawl {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

// The characters that are written as entities in an attribute.
std::string decoded(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, char>, 6> kEntities = {
      {{"&#39;", '\''}, {"&#x27;", '\''}, {"&apos;", '\''}, {"&quot;", '"'}, {"&#34;", '"'}, {"&amp;", '&'}}};
  std::string result;
  while (!text.empty()) {
    const auto entity = std::find_if(kEntities.begin(), kEntities.end(),
                                     [&](const auto& known) { return text.starts_with(known.first); });
    const std::size_t size = entity == kEntities.end() ? 1 : entity->first.size();
    result += entity == kEntities.end() ? text[0] : entity->second;
    text.remove_prefix(size);
  }
  return result;
}

}  // namespace

DocumentReading read_html_with_policy(std::string_view bytes, const DocumentLimits& limits) {
  DocumentReading reading = read_html(bytes, limits);
  if (reading.documents.empty()) return reading;
  const Document& page = reading.documents.front();
  HeaderEntry entry;
  entry.what = "page";
  entry.span = span_of(0, 0);
  entry.deployable = false;
  entry.complete = false;  // the server adds its own
  for (const NodeIndex tag : page.children(page.root())) {
    if (page.node(tag).key != "meta") continue;
    const std::string name = lower(page.text_of(tag, "http-equiv"));
    const bool reports = name == "content-security-policy-report-only";
    const NodeIndex content = page.find(tag, "content");
    if ((name != "content-security-policy" && !reports) || content == kNoNode) continue;
    const Node& value = page.node(content);
    entry.span = page.node(tag).span;
    if (reports) {
      // Browsers take no notice of it at all.
      entry.faults.push_back({"csp-meta-ignored", name, value.span});
      continue;
    }
    const std::string text = decoded(value.text);
    CspPolicy policy = parse_csp(text, value.span, text == value.text, true, 0);
    if (value.kind == NodeKind::kUnknown) policy.known = false;
    for (const std::string_view without : {"frame-ancestors", "report-uri", "sandbox"}) {
      const CspDirective* directive = policy.find(without);
      if (directive == nullptr) continue;
      entry.faults.push_back({"csp-meta-ignored", std::string(without), directive->span});
      std::erase_if(policy.directives, [&](const CspDirective& one) { return one.name == without; });
    }
    if (policy.known || !policy.directives.empty()) entry.policies.push_back(std::move(policy));
  }
  if (entry.policies.empty() && entry.faults.empty()) return reading;
  if (!entry.policies.empty()) judge_headers(entry);
  std::vector<HeaderEntry> entries;
  entries.push_back(std::move(entry));
  reading.documents.push_back(document_of(entries, bytes));
  return reading;
}

}  // namespace trawl
