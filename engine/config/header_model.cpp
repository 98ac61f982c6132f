#include "engine/config/header_model.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace trawl {
namespace {

constexpr std::uint64_t kYear = 31'536'000;
constexpr std::uint64_t kOldDefaultOfHelmet = 15'552'000;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return result;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool all_known(const std::vector<HeaderValue>& values) {
  return std::all_of(values.begin(), values.end(), [](const HeaderValue& value) { return value.known; });
}

void add_policies(HeaderEntry& entry) {
  for (const bool enforced : {true, false}) {
    const auto* values =
        entry.values(enforced ? "content-security-policy" : "content-security-policy-report-only");
    if (values == nullptr) continue;
    for (const HeaderValue& value : *values) {
      // A value that is one variable and nothing else says nothing.
      CspPolicy policy = parse_csp(value.text, value.span, value.exact, enforced, entry.variable);
      if (!value.known && policy.directives.size() <= 1) policy.known = false;
      entry.policies.push_back(std::move(policy));
    }
  }
}

void judge_framing(HeaderEntry& entry) {
  const Framing framing = csp_framing(entry.policies);
  if (framing == Framing::kLimited || framing == Framing::kUnknown) return;
  const auto* options = entry.values("x-frame-options");
  if (framing == Framing::kOpen) {  // beats the other header
    for (const CspPolicy& policy : entry.policies) {
      if (const CspDirective* ancestors = policy.enforced ? policy.find("frame-ancestors") : nullptr) {
        entry.faults.push_back({"framing-allowed", "frame-ancestors", ancestors->span});
        return;
      }
    }
  }
  if (options != nullptr) {
    if (!all_known(*options)) return;
    for (const HeaderValue& value : *options) {
      const std::string word = lower(trimmed(value.text));
      if (word == "deny" || word == "sameorigin") return;
    }
    entry.faults.push_back({"framing-allowed", options->front().text, options->front().span});
    return;
  }
  if (entry.deployable && entry.complete && entry.pages && !entry.off.contains("x-frame-options")) {
    entry.faults.push_back({"framing-allowed", "X-Frame-Options", entry.span});
  }
}

struct Hsts {
  std::optional<std::uint64_t> age;
  bool subdomains = false;
  bool preload = false;
};

Hsts parse_hsts(std::string_view text) {
  Hsts hsts;
  while (!text.empty()) {
    const std::size_t semicolon = std::min(text.find(';'), text.size());
    const std::string word = lower(trimmed(text.substr(0, semicolon)));
    text.remove_prefix(std::min(semicolon + 1, text.size()));
    if (word.starts_with("max-age")) {
      std::string_view number = trimmed(std::string_view(word).substr(7));
      if (number.starts_with('=')) number = trimmed(number.substr(1));
      if (number.size() >= 2 && number.front() == '"') number = number.substr(1, number.size() - 2);
      std::uint64_t age = 0;
      const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), age);
      if (error == std::errc() && end == number.data() + number.size()) hsts.age = age;
    }
    if (word == "includesubdomains") hsts.subdomains = true;
    if (word == "preload") hsts.preload = true;
  }
  return hsts;
}

void judge_hsts(HeaderEntry& entry) {
  const auto* values = entry.values("strict-transport-security");
  if (values == nullptr) {
    if (entry.deployable && entry.complete && entry.tls == HeaderEntry::Tls::kYes &&
        !entry.off.contains("strict-transport-security")) {
      entry.faults.push_back({"hsts-missing", "Strict-Transport-Security", entry.span});
    }
    return;
  }
  const HeaderValue& value = values->front();  // of several the first counts (RFC 6797, 8.1)
  if (!value.known) return;
  const Hsts hsts = parse_hsts(value.text);
  const auto add = [&](std::string_view id) { entry.faults.push_back({id, value.text, value.span}); };
  if (!hsts.age) return add("hsts-short");
  if (*hsts.age < kYear) add(*hsts.age == kOldDefaultOfHelmet ? "hsts-short-default" : "hsts-short");
  if (!hsts.subdomains) add("hsts-no-subdomains");
  if (hsts.preload && (*hsts.age < kYear || !hsts.subdomains)) add("hsts-preload-unmet");
}

void judge_sharing(HeaderEntry& entry) {
  const auto* origins = entry.values("access-control-allow-origin");
  if (origins == nullptr) return;
  bool credentials = false;
  if (const auto* values = entry.values("access-control-allow-credentials")) {
    credentials = lower(trimmed(values->front().text)) == "true";
  }
  for (const HeaderValue& origin : *origins) {
    const std::string text = lower(trimmed(origin.text));
    const auto add = [&](std::string_view id) { entry.faults.push_back({id, origin.text, origin.span}); };
    if (text == "*") {
      add(credentials ? "cors-star-credentials" : "cors-any-origin");
    } else if (text == "null") {
      add("cors-null-origin");
    } else if (text == "$http_origin" || text == "${http_origin}" || text == "{http.request.header.origin}" ||
               text == "{header.origin}") {
      add(credentials ? "cors-reflected-credentials" : "cors-any-origin");
    }
  }
  for (const std::string_view name : {"access-control-allow-headers", "access-control-allow-methods"}) {
    const auto* values = entry.values(name);
    if (values == nullptr || trimmed(values->front().text) != "*") continue;
    entry.faults.push_back({"cors-broad-headers", std::string(name), values->front().span});
  }
}

class Writer {
 public:
  explicit Writer(std::string_view source) : builder_(source), whole_(span_of(0, source.size())) {}

  Document write(const std::vector<HeaderEntry>& entries) {
    builder_.open(NodeKind::kMap, whole_);
    builder_.key("effective", whole_);
    builder_.open(NodeKind::kMap, whole_);
    for (const HeaderEntry& entry : entries) write(entry);
    builder_.close(whole_.end);
    builder_.close(whole_.end);
    return builder_.finish();
  }

 private:
  void text(std::string_view key, std::string_view value, ByteSpan span, bool known = true) {
    builder_.key(key, span);
    builder_.scalar(known ? NodeKind::kString : NodeKind::kUnknown, ScalarStyle::kPlain, value, span);
  }

  static std::string text_of(const CspPolicy& policy) {
    std::string text;
    for (const CspDirective& directive : policy.directives) {
      text += text.empty() ? "" : "; ";
      text += directive.name;
      for (const CspSource& source : directive.sources)
        text += source.known ? " " + source.text : " (variable)";
    }
    return policy.enforced ? text : text + " (only reports)";
  }

  void flag(std::string_view key, bool value, ByteSpan span) {
    builder_.key(key, span);
    builder_.set_flag(builder_.scalar(NodeKind::kBool, ScalarStyle::kPlain, value ? "true" : "false", span),
                      value);
  }

  void write(const HeaderEntry& entry) {
    builder_.key(entry.what, entry.span);
    builder_.open(NodeKind::kMap, entry.span);
    flag("deployable", entry.deployable, entry.span);
    flag("complete", entry.complete, entry.span);
    flag("pages", entry.pages, entry.span);
    text("tls", entry.tls == HeaderEntry::Tls::kYes ? "true" : "false", entry.span,
         entry.tls != HeaderEntry::Tls::kUnknown);
    builder_.key("headers", entry.span);
    builder_.open(NodeKind::kMap, entry.span);
    for (const auto& [name, values] : entry.headers) {
      for (const HeaderValue& value : values) text(name, value.text, value.span, value.known);
    }
    builder_.close(entry.span.end);
    // Of a source that has its policies in pieces, as a program does.
    builder_.key("policies", entry.span);
    builder_.open(NodeKind::kList, entry.span);
    for (const CspPolicy& policy : entry.policies) {
      builder_.scalar(policy.known ? NodeKind::kString : NodeKind::kUnknown, ScalarStyle::kPlain,
                      text_of(policy), policy.span);
    }
    builder_.close(entry.span.end);
    builder_.key("off", entry.span);
    builder_.open(NodeKind::kMap, entry.span);
    for (const auto& [name, span] : entry.off) text(name, name, span);
    builder_.close(entry.span.end);
    builder_.key("script-hosts", entry.span);
    builder_.open(NodeKind::kList, entry.span);
    for (const CspSource& host : csp_script_hosts(entry.policies)) {
      builder_.scalar(NodeKind::kString, ScalarStyle::kPlain, host.text, host.span);
    }
    builder_.close(entry.span.end);
    builder_.key("faults", entry.span);
    builder_.open(NodeKind::kMap, entry.span);
    for (const HeaderFault& fault : entry.faults) text(fault.id, fault.text, fault.span);
    builder_.close(entry.span.end);
    builder_.close(entry.span.end);
  }

  DocumentBuilder builder_;
  ByteSpan whole_;
};

}  // namespace

void HeaderEntry::add(std::string_view name, HeaderValue value) {
  headers[lower(name)].push_back(std::move(value));
}

const std::vector<HeaderValue>* HeaderEntry::values(std::string_view name) const {
  const auto found = headers.find(std::string(name));
  return found == headers.end() || found->second.empty() ? nullptr : &found->second;
}

unsigned security_header_bit(std::string_view lower_name) {
  constexpr std::array<std::string_view, 7> kNames = {
      "content-security-policy",   "strict-transport-security", "x-frame-options",
      "x-content-type-options",    "referrer-policy",           "permissions-policy",
      "cross-origin-opener-policy"};
  const auto found = std::find(kNames.begin(), kNames.end(), lower_name);
  return found == kNames.end() ? 0 : 1U << (found - kNames.begin());
}

void judge_headers(HeaderEntry& entry) {
  if (entry.policies.empty()) add_policies(entry);
  for (HeaderFault& fault : csp_faults(entry.policies)) {
    if (fault.id == "csp-no-script-limit") fault.id = "csp-missing";
    entry.faults.push_back(std::move(fault));
  }
  if (entry.policies.empty() && entry.deployable && entry.complete && entry.pages &&
      !entry.off.contains("content-security-policy")) {
    entry.faults.push_back({"csp-missing", "Content-Security-Policy", entry.span});
  }
  judge_framing(entry);
  judge_hsts(entry);
  judge_sharing(entry);
}

Document document_of(const std::vector<HeaderEntry>& entries, std::string_view source) {
  return Writer(source).write(entries);
}

}  // namespace trawl
