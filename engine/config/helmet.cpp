#include "engine/config/helmet.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

namespace trawl {
namespace {

using Kind = JavaScriptValue::Kind;

struct Option {
  std::string_view name;
  std::string_view alias;
  std::string_view header;  ///< in lower case
};

/// helmet's options since version 4, with the header of each.
constexpr std::array kOptions = {
    Option{"contentSecurityPolicy", "", "content-security-policy"},
    Option{"crossOriginEmbedderPolicy", "", "cross-origin-embedder-policy"},
    Option{"crossOriginOpenerPolicy", "", "cross-origin-opener-policy"},
    Option{"crossOriginResourcePolicy", "", "cross-origin-resource-policy"},
    Option{"originAgentCluster", "", "origin-agent-cluster"},
    Option{"referrerPolicy", "", "referrer-policy"},
    Option{"strictTransportSecurity", "hsts", "strict-transport-security"},
    Option{"xContentTypeOptions", "noSniff", "x-content-type-options"},
    Option{"xDnsPrefetchControl", "dnsPrefetchControl", "x-dns-prefetch-control"},
    Option{"xDownloadOptions", "ieNoOpen", "x-download-options"},
    Option{"xFrameOptions", "frameguard", "x-frame-options"},
    Option{"xPermittedCrossDomainPolicies", "permittedCrossDomainPolicies",
           "x-permitted-cross-domain-policies"},
    Option{"xPoweredBy", "hidePoweredBy", "x-powered-by"},
    Option{"xXssProtection", "xssFilter", "x-xss-protection"},
    Option{"expectCt", "", "expect-ct"},  // to version 5; obsolete, and ignored since
};

const Option* option_named(std::string_view name) {
  for (const Option& option : kOptions) {
    if (name == option.name || (!option.alias.empty() && name == option.alias)) return &option;
  }
  return nullptr;
}

struct DefaultDirective {
  std::string_view name;
  std::string_view sources;  ///< parted by blanks
  unsigned from = 0;         ///< first major version that has it
  unsigned to = 99;          ///< the last one
};

constexpr std::array kDefaultPolicy = {
    DefaultDirective{"default-src", "'self'"},
    DefaultDirective{"base-uri", "'self'"},
    DefaultDirective{"block-all-mixed-content", "", 0, 5},
    DefaultDirective{"font-src", "'self' https: data:"},
    DefaultDirective{"form-action", "'self'", 5},
    DefaultDirective{"frame-ancestors", "'self'"},
    DefaultDirective{"img-src", "'self' data:"},
    DefaultDirective{"object-src", "'none'"},
    DefaultDirective{"script-src", "'self'"},
    DefaultDirective{"script-src-attr", "'none'"},
    DefaultDirective{"style-src", "'self' https: 'unsafe-inline'"},
    DefaultDirective{"upgrade-insecure-requests", ""},
};

// camelCase to kebab-case, as helmet has it.
std::string dashed(std::string_view name) {
  std::string result;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      result += '-';
      result += static_cast<char>(c + 32);
    } else {
      result += c;
    }
  }
  return result;
}

void append_words(std::string_view text, ByteSpan span, std::vector<CspSource>& sources) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) sources.push_back({std::string(text.substr(at, end - at)), span, true});
    at = end + 1;
  }
}

std::vector<CspDirective> default_policy(unsigned major, ByteSpan place) {
  std::vector<CspDirective> directives;
  for (const DefaultDirective& one : kDefaultPolicy) {
    if (major < one.from || major > one.to) continue;
    CspDirective directive{std::string(one.name), place, {}};
    append_words(one.sources, place, directive.sources);
    directives.push_back(std::move(directive));
  }
  return directives;
}

void set_directive(std::vector<CspDirective>& directives, CspDirective directive) {
  for (CspDirective& one : directives) {
    if (one.name != directive.name) continue;
    one = std::move(directive);
    return;
  }
  directives.push_back(std::move(directive));
}

// The sources of one directive: a list of texts and functions, or one text.
std::vector<CspSource> sources_of(const JavaScriptEvaluator& program, const JavaScriptValue& value) {
  std::vector<CspSource> sources;
  if (value.kind == Kind::kString) {
    append_words(value.text, value.span, sources);
    return sources;
  }
  if (value.kind != Kind::kList) {
    sources.push_back({"", value.span, false});
    return sources;
  }
  for (const std::size_t index : value.items) {
    const JavaScriptValue& item = program.value(index);
    if (item.kind == Kind::kString) {
      append_words(item.text, item.span, sources);
    } else {
      sources.push_back({"", item.span, false});  // a function makes a nonce; what else, nobody knows
    }
  }
  if (value.open) sources.push_back({"", value.span, false});
  return sources;
}

bool is_off(const JavaScriptValue* value) {
  return value != nullptr && value->kind == Kind::kBool && !value->flag;
}

class Helmet {
 public:
  Helmet(const JavaScriptEvaluator& program, unsigned major, ByteSpan place)
      : program_(program), major_(major), place_(place) {
    entry_.what = "helmet()";
    entry_.span = place;
    entry_.tls = HeaderEntry::Tls::kUnknown;
  }

  HeaderEntry make(const JavaScriptValue* options, bool fastify) {
    // Options that nobody can see may be anything.
    if (options != nullptr && options->kind != Kind::kObject && options->kind != Kind::kUndefined) {
      entry_.complete = false;
      return std::move(entry_);
    }
    open_ = options != nullptr && options->open;
    if (open_) entry_.complete = false;
    if (options != nullptr) check_names(*options, fastify);
    if (const JavaScriptValue* policy = option(options, "contentSecurityPolicy"); is_off(policy)) {
      switch_off("content-security-policy", policy->span);
    } else if (policy != nullptr || !open_) {
      add_helmet_policy(program_, policy, major_, place_, entry_);
    }
    add_hsts(option(options, "strictTransportSecurity", "hsts"));
    add("x-content-type-options", "nosniff", option(options, "xContentTypeOptions", "noSniff"));
    add_choice("x-frame-options", "SAMEORIGIN", option(options, "xFrameOptions", "frameguard"), "action");
    add_choice("referrer-policy", "no-referrer", option(options, "referrerPolicy"), "policy");
    add("x-xss-protection", "0", option(options, "xXssProtection", "xssFilter"));
    if (major_ >= 5) {
      add_choice("cross-origin-opener-policy", "same-origin", option(options, "crossOriginOpenerPolicy"),
                 "policy");
      add_choice("cross-origin-resource-policy", "same-origin", option(options, "crossOriginResourcePolicy"),
                 "policy");
    }
    const JavaScriptValue* embedder = option(options, "crossOriginEmbedderPolicy");
    if (major_ == 5 || major_ == 6) {
      add_choice("cross-origin-embedder-policy", "require-corp", embedder, "policy");
    } else if (embedder != nullptr && embedder->kind == Kind::kObject) {
      add_choice("cross-origin-embedder-policy", "require-corp", embedder, "policy");
    }
    if (const JavaScriptValue* hidden = option(options, "xPoweredBy", "hidePoweredBy"); is_off(hidden)) {
      HeaderValue value;
      value.text = "Express";
      value.span = hidden->span;
      entry_.add("x-powered-by", std::move(value));
    }
    return std::move(entry_);
  }

 private:
  const JavaScriptValue* option(const JavaScriptValue* options, std::string_view name,
                                std::string_view alias = {}) const {
    if (options == nullptr || options->kind != Kind::kObject) return nullptr;
    const JavaScriptValue* value = program_.member(*options, name);
    if (value == nullptr && !alias.empty()) value = program_.member(*options, alias);
    return value != nullptr && value->kind == Kind::kUndefined ? nullptr : value;
  }

  void check_names(const JavaScriptValue& options, bool fastify) {
    for (const JavaScriptValue::Member& member : options.members) {
      const std::string_view name = member.name;
      if (name == "...defaults" || option_named(name) != nullptr) continue;
      if (fastify && (name == "global" || name == "enableCSPNonces" || name == "hook")) continue;
      if (fastify && (name == "prefix" || name == "logLevel")) continue;
      entry_.faults.push_back({"helmet-unknown-option", member.name, member.span});
    }
    for (const Option& option : kOptions) {
      if (option.alias.empty()) continue;
      const bool both = program_.member(options, option.name) != nullptr &&
                        program_.member(options, option.alias) != nullptr;
      if (both) entry_.faults.push_back({"helmet-throws", std::string(option.alias), place_});
    }
  }

  void switch_off(std::string_view header, ByteSpan span) {
    entry_.off.emplace(header, span);
    static constexpr std::array<std::string_view, 4> kProtections = {
        "content-security-policy", "strict-transport-security", "x-content-type-options", "x-frame-options"};
    if (std::find(kProtections.begin(), kProtections.end(), header) != kProtections.end()) {
      entry_.faults.push_back({"helmet-off", std::string(header), span});
    }
  }

  void put(std::string_view header, std::string text, ByteSpan span, bool known = true) {
    HeaderValue value;
    value.text = std::move(text);
    value.span = span;
    value.exact = false;
    value.known = known;
    entry_.add(header, std::move(value));
  }

  void add(std::string_view header, std::string_view text, const JavaScriptValue* value) {
    if (is_off(value)) return switch_off(header, value->span);
    const bool known = value == nullptr ? !open_ : value->kind == Kind::kBool || value->kind == Kind::kObject;
    put(header, std::string(text), value == nullptr ? place_ : value->span, known);
  }

  void add_choice(std::string_view header, std::string_view otherwise, const JavaScriptValue* value,
                  std::string_view key) {
    if (value == nullptr || value->kind != Kind::kObject) return add(header, otherwise, value);
    const JavaScriptValue* choice = program_.member(*value, key);
    if (choice == nullptr) return put(header, std::string(otherwise), value->span, !value->open);
    if (choice->kind == Kind::kString) return put(header, choice->text, choice->span);
    if (choice->kind == Kind::kList && !choice->items.empty()) {
      const JavaScriptValue& last = program_.value(choice->items.back());
      return put(header, last.text, last.span, last.kind == Kind::kString);
    }
    put(header, "", choice->span, false);
  }

  void add_hsts(const JavaScriptValue* value) {
    constexpr std::string_view kHeader = "strict-transport-security";
    if (is_off(value)) return switch_off(kHeader, value->span);
    const bool old = major_ < 8;
    double age = old ? 15'552'000 : 31'536'000;
    bool subdomains = true;
    bool preload = false;
    bool known = value == nullptr ? !open_ : value->kind == Kind::kBool || value->kind == Kind::kObject;
    ByteSpan span = value == nullptr ? place_ : value->span;
    if (value != nullptr && value->kind == Kind::kObject) {
      known = !value->open;
      if (const JavaScriptValue* given = program_.member(*value, "maxAge")) {
        known = known && given->kind == Kind::kNumber;
        age = given->number;
        span = given->span;
      }
      if (const JavaScriptValue* given = program_.member(*value, "includeSubDomains")) {
        known = known && given->kind == Kind::kBool;
        subdomains = given->flag;
      }
      if (const JavaScriptValue* given = program_.member(*value, "preload")) {
        known = known && given->kind == Kind::kBool;
        preload = given->flag;
      }
    }
    if (!(age >= 0 && age < 1e15)) known = false;
    std::string text = "max-age=" + std::to_string(known ? static_cast<std::uint64_t>(age) : 0);
    if (subdomains) text += "; includeSubDomains";
    if (preload) text += "; preload";
    put(kHeader, std::move(text), span, known);
  }

  const JavaScriptEvaluator& program_;
  unsigned major_;
  ByteSpan place_;
  HeaderEntry entry_;
  bool open_ = false;
};

}  // namespace

void add_helmet_policy(const JavaScriptEvaluator& program, const JavaScriptValue* options, unsigned major,
                       ByteSpan place, HeaderEntry& entry) {
  CspPolicy policy;
  policy.span = options == nullptr ? place : options->span;
  if (options == nullptr || options->kind == Kind::kBool) {
    policy.directives = default_policy(major, policy.span);
    entry.policies.push_back(std::move(policy));
    return;
  }
  if (options->kind != Kind::kObject) {
    policy.known = false;
    entry.policies.push_back(std::move(policy));
    return;
  }
  policy.known = !options->open;
  if (const JavaScriptValue* only = program.member(*options, "reportOnly")) {
    if (only->kind == Kind::kBool) {
      policy.enforced = !only->flag;
    } else {
      policy.known = false;
    }
  }
  const JavaScriptValue* use_defaults = program.member(*options, "useDefaults");
  if (!is_off(use_defaults)) policy.directives = default_policy(major, policy.span);
  if (use_defaults != nullptr && use_defaults->kind != Kind::kBool) policy.known = false;
  const JavaScriptValue* directives = program.member(*options, "directives");
  std::vector<std::string> own;
  if (directives != nullptr && directives->kind == Kind::kObject) {
    if (directives->open) policy.known = false;
    for (const JavaScriptValue::Member& member : directives->members) {
      if (member.name == "...defaults") {
        for (CspDirective& one : default_policy(major, member.span))
          set_directive(policy.directives, std::move(one));
        continue;
      }
      const JavaScriptValue& value = program.value(member.value);
      CspDirective directive{dashed(member.name), member.span, {}};
      if (std::find(own.begin(), own.end(), directive.name) != own.end()) {
        entry.faults.push_back({"helmet-throws", directive.name, member.span});
      }
      own.push_back(directive.name);
      if (value.kind == Kind::kNull || is_off(&value)) {
        std::erase_if(policy.directives, [&](const CspDirective& one) { return one.name == directive.name; });
        continue;
      }
      if (value.kind == Kind::kUndefined) continue;
      directive.sources = sources_of(program, value);
      set_directive(policy.directives, std::move(directive));
    }
  } else if (directives != nullptr && directives->kind != Kind::kUndefined) {
    policy.known = false;
  }
  if (is_off(use_defaults) && policy.known && policy.find("default-src") == nullptr &&
      std::find(own.begin(), own.end(), "default-src") == own.end()) {
    entry.faults.push_back({"helmet-throws", "default-src", policy.span});
  }
  entry.policies.push_back(std::move(policy));
}

HeaderEntry helmet_entry(const JavaScriptEvaluator& program, const JavaScriptValue* options, unsigned major,
                         ByteSpan place, bool fastify) {
  return Helmet(program, major, place).make(options, fastify);
}

}  // namespace trawl
