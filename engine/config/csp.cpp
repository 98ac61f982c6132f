#include "engine/config/csp.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

namespace trawl {
namespace {

using Sources = std::vector<CspSource>;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return result;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

const CspSource* find(const Sources& sources, std::initializer_list<std::string_view> words) {
  for (const CspSource& source : sources) {
    if (source.known && std::find(words.begin(), words.end(), lower(source.text)) != words.end())
      return &source;
  }
  return nullptr;
}

bool is_hash(std::string_view word) {
  return word.starts_with("'sha256-") || word.starts_with("'sha384-") || word.starts_with("'sha512-");
}

bool has_nonce_or_hash(const Sources& sources) {
  return std::any_of(sources.begin(), sources.end(), [](const CspSource& source) {
    const std::string word = lower(source.text);
    return !source.known || word.starts_with("'nonce-") || is_hash(word);
  });
}

bool has_unknown(const Sources& sources) {
  return std::any_of(sources.begin(), sources.end(), [](const CspSource& source) { return !source.known; });
}

// 'unsafe-inline' where nothing disables it.
const CspSource* inline_allowed(const CspDirective* directive) {
  if (directive == nullptr || has_nonce_or_hash(directive->sources)) return nullptr;
  if (find(directive->sources, {"'strict-dynamic'"}) != nullptr) return nullptr;
  return find(directive->sources, {"'unsafe-inline'"});
}

const CspSource* broad_source(const CspDirective* directive, std::initializer_list<std::string_view> words) {
  if (directive == nullptr || find(directive->sources, {"'strict-dynamic'"}) != nullptr) return nullptr;
  return find(directive->sources, words);
}

bool is_unquoted_keyword(std::string_view word) {
  constexpr std::array<std::string_view, 9> kKeywords = {"self",
                                                         "none",
                                                         "unsafe-inline",
                                                         "unsafe-eval",
                                                         "strict-dynamic",
                                                         "unsafe-hashes",
                                                         "report-sample",
                                                         "wasm-unsafe-eval",
                                                         "inline-speculation-rules"};
  if (std::find(kKeywords.begin(), kKeywords.end(), word) != kKeywords.end()) return true;
  for (const std::string_view start : {"nonce-", "sha256-", "sha384-", "sha512-"}) {
    if (word.starts_with(start) && word.size() > start.size() + 8) return true;
  }
  return false;
}

bool takes_sources(std::string_view directive) {
  return directive.ends_with("-src") || directive.ends_with("-src-elem") ||
         directive.ends_with("-src-attr") || directive == "base-uri" || directive == "form-action" ||
         directive == "frame-ancestors";
}

using Weakness = std::function<const CspSource*(const CspPolicy&)>;

// A weakness counts where every enforced policy has it; it is shown where the last one has it.
void add_if_all(const std::vector<CspPolicy>& policies, std::string_view id, const Weakness& weakness,
                std::vector<HeaderFault>& faults) {
  const CspSource* shown = nullptr;
  for (const CspPolicy& policy : policies) {
    if (!policy.enforced) continue;
    const CspSource* weak = policy.known ? weakness(policy) : nullptr;
    if (weak == nullptr) return;
    shown = weak;
  }
  if (shown != nullptr) faults.push_back({id, shown->text, shown->span});
}

void judge_words(const CspPolicy& policy, std::vector<HeaderFault>& faults) {
  for (const CspDirective& directive : policy.directives) {
    if (!takes_sources(directive.name)) continue;
    for (const CspSource& source : directive.sources) {
      const std::string word = lower(source.text);
      if (source.known && word.starts_with("'nonce-")) {
        faults.push_back({"csp-static-nonce", source.text, source.span});
      }
      if (source.known && is_unquoted_keyword(word)) {
        faults.push_back({"csp-unquoted-keyword", source.text, source.span});
      }
    }
  }
}

}  // namespace

const CspDirective* CspPolicy::find(std::string_view name) const {
  for (const CspDirective& directive : directives) {
    if (directive.name == name) return &directive;
  }
  return nullptr;
}

const CspDirective* CspPolicy::deciding(std::string_view name) const {
  std::vector<std::string_view> order = {name};
  if (name == "script-src-elem" || name == "script-src-attr") order.push_back("script-src");
  if (name == "style-src-elem" || name == "style-src-attr") order.push_back("style-src");
  if (name == "worker-src") order.insert(order.end(), {"child-src", "script-src"});
  if (name == "frame-src") order.push_back("child-src");
  const bool falls_back = name != "base-uri" && name != "form-action" && name != "frame-ancestors" &&
                          name != "sandbox" && !name.starts_with("report-");
  if (falls_back) order.push_back("default-src");
  for (const std::string_view one : order) {
    if (const CspDirective* directive = find(one)) return directive;
  }
  return nullptr;
}

CspPolicy parse_csp(std::string_view text, ByteSpan span, bool exact, bool enforced, char variable) {
  CspPolicy policy;
  policy.span = span;
  policy.enforced = enforced;
  const auto place = [&](std::size_t begin, std::size_t end) {
    return exact ? span_of(span.begin.value + begin, span.begin.value + end) : span;
  };
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    CspDirective directive;
    while (at < end) {
      while (at < end && is_blank(text[at])) ++at;
      const std::size_t begin = at;
      while (at < end && !is_blank(text[at])) ++at;
      if (at == begin) break;
      const std::string_view word = text.substr(begin, at - begin);
      const bool known = variable == 0 || word.find(variable) == std::string_view::npos;
      if (directive.name.empty()) {
        if (!known) policy.known = false;
        directive.name = lower(word);
        directive.span = place(begin, at);
      } else {
        directive.sources.push_back({std::string(word), place(begin, at), known});
      }
    }
    if (!directive.name.empty() && policy.find(directive.name) == nullptr) {
      policy.directives.push_back(std::move(directive));
    }
    at = end + 1;
  }
  return policy;
}

std::vector<HeaderFault> csp_faults(const std::vector<CspPolicy>& policies) {
  std::vector<HeaderFault> faults;
  add_if_all(
      policies, "csp-inline-script",
      [](const CspPolicy& policy) {
        const CspSource* element = inline_allowed(policy.deciding("script-src-elem"));
        return element != nullptr ? element : inline_allowed(policy.deciding("script-src-attr"));
      },
      faults);
  add_if_all(
      policies, "csp-eval",
      [](const CspPolicy& policy) -> const CspSource* {
        const CspDirective* scripts = policy.deciding("script-src");
        return scripts == nullptr ? nullptr : ::trawl::find(scripts->sources, {"'unsafe-eval'"});
      },
      faults);
  add_if_all(
      policies, "csp-broad-script-source",
      [](const CspPolicy& policy) {
        return broad_source(policy.deciding("script-src-elem"),
                            {"*", "http:", "https:", "data:", "blob:", "http://*", "https://*", "*:*"});
      },
      faults);
  add_if_all(
      policies, "csp-inline-style",
      [](const CspPolicy& policy) {
        const CspSource* element = inline_allowed(policy.deciding("style-src-elem"));
        return element != nullptr ? element : inline_allowed(policy.deciding("style-src-attr"));
      },
      faults);
  add_if_all(
      policies, "csp-broad-image-source",
      [](const CspPolicy& policy) {
        return broad_source(policy.deciding("img-src"), {"*", "http:", "https:", "http://*", "https://*"});
      },
      faults);

  const auto enforced =
      std::find_if(policies.begin(), policies.end(), [](const auto& p) { return p.enforced; });
  const auto each_enforced = [&](const auto& holds) {
    return enforced != policies.end() &&
           std::all_of(policies.begin(), policies.end(),
                       [&](const CspPolicy& p) { return !p.enforced || holds(p); });
  };
  if (each_enforced([](const CspPolicy& policy) {
        const CspDirective* scripts = policy.deciding("script-src-elem");
        return policy.known && scripts != nullptr && has_nonce_or_hash(scripts->sources) &&
               policy.find("base-uri") == nullptr;
      })) {
    faults.push_back({"csp-no-base-uri", "base-uri", enforced->span});
  }
  if (each_enforced([](const CspPolicy& policy) {
        const CspDirective* objects = policy.deciding("object-src");
        return policy.known && policy.deciding("script-src") != nullptr &&
               (objects == nullptr ||
                ::trawl::find(objects->sources, {"*", "http:", "https:", "data:"}) != nullptr);
      })) {
    faults.push_back({"csp-no-object-src", "object-src", enforced->span});
  }
  if (each_enforced([](const CspPolicy& p) { return p.known && p.deciding("script-src") == nullptr; })) {
    faults.push_back({"csp-no-script-limit", "script-src", enforced->span});
  }
  if (enforced == policies.end() && !policies.empty()) {
    faults.push_back({"csp-report-only", "Content-Security-Policy-Report-Only", policies.front().span});
  }
  for (const CspPolicy& policy : policies) {
    judge_words(policy, faults);
    if (!policy.enforced && policy.known && policy.find("report-uri") == nullptr &&
        policy.find("report-to") == nullptr) {
      faults.push_back({"csp-no-report", "report-to", policy.span});
    }
  }
  return faults;
}

std::vector<CspSource> csp_script_hosts(const std::vector<CspPolicy>& policies) {
  std::vector<CspSource> hosts;
  std::size_t enforced = 0;
  for (const CspPolicy& policy : policies) {
    if (!policy.enforced) continue;
    // Of several policies each must allow a host; which of them do is not worth a guess.
    if (++enforced > 1) return {};
    const CspDirective* scripts = policy.deciding("script-src-elem");
    if (scripts == nullptr || ::trawl::find(scripts->sources, {"'strict-dynamic'"}) != nullptr) return {};
    for (const CspSource& source : scripts->sources) {
      if (source.known && !source.text.starts_with('\'') && !source.text.ends_with(':'))
        hosts.push_back(source);
    }
  }
  return hosts;
}

Framing csp_framing(const std::vector<CspPolicy>& policies) {
  Framing framing = Framing::kNotSaid;
  for (const CspPolicy& policy : policies) {
    if (!policy.enforced) continue;
    const CspDirective* ancestors = policy.find("frame-ancestors");
    if (ancestors == nullptr) {
      if (!policy.known && framing != Framing::kLimited) framing = Framing::kUnknown;
      continue;
    }
    if (has_unknown(ancestors->sources)) {
      if (framing != Framing::kLimited) framing = Framing::kUnknown;
    } else if (::trawl::find(ancestors->sources, {"*", "http:", "https:"}) == nullptr) {
      framing = Framing::kLimited;
    } else if (framing == Framing::kNotSaid) {
      framing = Framing::kOpen;
    }
  }
  return framing;
}

}  // namespace trawl
