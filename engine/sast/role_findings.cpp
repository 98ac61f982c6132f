#include "engine/sast/role_findings.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "engine/sast/library_code.h"
#include "engine/sast/origin.h"
#include "engine/sast/secret_names.h"
#include "engine/sast/test_code.h"
#include "engine/sast/tls_roles.h"

namespace trawl::sast {
namespace {

constexpr std::size_t kMostFlows = 20;  // of one finding
constexpr std::int64_t kFewIterations = 1000;
constexpr std::int64_t kEnoughIterations = 100000;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return result;
}

std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
    if (end > begin) parts.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::optional<std::int64_t> number_in(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x")) {
    text.remove_prefix(2);
    base = 16;
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// A word of `text` (both in small letters), not a piece of a longer one.
bool has_word(const std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !alphanumeric(text[at - 1]) || !alphanumeric(word.front());
    const bool ends = at + word.size() >= text.size() || !alphanumeric(text[at + word.size()]) ||
                      !alphanumeric(word.back());
    if (begins && ends) return true;
  }
  return false;
}

// What a model wants to know of an argument: lines of "name=value" after the first.
struct Role {
  std::string name;
  std::map<std::string, std::string, std::less<>> keys;

  [[nodiscard]] std::string key(std::string_view name_of_key) const {
    const auto found = keys.find(name_of_key);
    return found == keys.end() ? std::string() : found->second;
  }
};

Role role_of(std::string_view text) {
  Role role;
  const std::vector<std::string> lines = split(text, "\n");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t equals = lines[i].find('=');
    if (i == 0)
      role.name = lines[i];
    else if (equals != std::string::npos)
      role.keys.emplace(lines[i].substr(0, equals), lines[i].substr(equals + 1));
  }
  return role;
}

struct Verdict {
  std::string rule;
  std::optional<Severity> severity;
  Confidence confidence = Confidence::kHigh;
  const Origin* origin = nullptr;  ///< whose way is shown
};

class Judge {
 public:
  explicit Judge(const Program& program)
      : program_(program), query_(program), library_(program), tests_(program) {}

  std::vector<FlowFinding> run(const std::vector<std::string>& rules) {
    find_credentials();
    std::vector<std::pair<FunctionId, std::uint32_t>> names;
    for (FunctionId f = 0; f < program_.functions().size(); ++f) {
      const FunctionSummary& summary = *program_.functions()[f].summary;
      for (std::uint32_t i = 0; i < summary.sinks.size(); ++i) {
        if (summary.sinks[i].kind != Kind::kRole) continue;
        if (text(f, summary.sinks[i].role) == "token")
          names.emplace_back(f, i);
        else
          judge(f, i);
      }
    }
    // What a name says counts where nothing is known of the use.
    for (const auto& [f, i] : names) judge(f, i);
    std::vector<FlowFinding> findings;
    for (auto& [key, finding] : found_) {
      if (rules.empty() || std::find(rules.begin(), rules.end(), finding.rule) != rules.end())
        findings.push_back(std::move(finding));
    }
    std::sort(findings.begin(), findings.end());
    return findings;
  }

  [[nodiscard]] bool limited() const { return query_.limited(); }

 private:
  std::string_view text(FunctionId f, TextId id) const { return program_.unit_of(f).summary.texts[id]; }

  Place place_of(FunctionId f, const Spot& spot) const {
    Place place;
    if (spot.line == 0) return place;
    place.path = program_.unit_of(f).summary.files[spot.file];
    place.line = spot.line;
    place.column = spot.column;
    place.end_line = spot.end_line;
    place.end_column = spot.end_column;
    return place;
  }

  // --- what an origin is

  std::optional<std::int64_t> number_of(const Origin& origin) const {
    if (origin.kind != Origin::Kind::kConstant) return std::nullopt;
    if (origin.folded) return origin.number;
    const Literal* literal = query_.literal_of(origin);
    if (literal->type == Literal::Type::kNumber) return literal->number;
    return std::nullopt;
  }
  const std::string* text_of(const Origin& origin) const {
    const Literal* literal = query_.literal_of(origin);
    return literal != nullptr && literal->type == Literal::Type::kText ? &literal->text : nullptr;
  }
  bool is_state(const Origin& origin) const { return query_.label_of(origin).starts_with("state:"); }

  // Constant, and more than nothing: null pointers and empty texts are no secrets.
  bool is_content(const Origin& origin) const {
    if (origin.kind != Origin::Kind::kConstant) return false;
    const Literal* literal = query_.literal_of(origin);
    if (literal == nullptr || literal->type == Literal::Type::kNumber) return false;
    if (literal->text == ":") return false;  // no name and no password
    return literal->size > 0 || !literal->text.empty();
  }

  std::vector<const Origin*> parts(const Situation& situation) const {
    std::vector<const Origin*> values;
    for (const Origin& origin : situation.origins) {
      if (!is_state(origin)) values.push_back(&origin);
    }
    return values;
  }

  // The constant part whose way is worth showing, when all parts are constant. Numbers that stand for single
  // bytes count.
  const Origin* all_constant(const Situation& situation) const {
    const Origin* shown = nullptr;
    for (const Origin* origin : parts(situation)) {
      if (origin->kind != Origin::Kind::kConstant) return nullptr;
      if (is_content(*origin) && shown == nullptr) shown = origin;
    }
    return shown;
  }
  const Origin* labelled(const Situation& situation, std::string_view label) const {
    for (const Origin& origin : situation.origins) {
      if (query_.label_of(origin) == label) return &origin;
    }
    return nullptr;
  }

  // --- tests of constants

  bool is_wrong(const Role& role, const Origin& origin) const {
    const auto number = number_of(origin);
    const std::string* content = text_of(origin);
    if (const std::string is = role.key("is"); !is.empty()) {
      for (const std::string& one : split(is, "|")) {
        const auto value = number_in(one);
        if (number && value && *number == *value) return true;
        if (content != nullptr && lower(*content) == lower(one)) return true;
      }
    }
    if (const std::string words = role.key("contains"); !words.empty() && content != nullptr) {
      const std::string small = lower(*content);
      for (const std::string& word : split(words, "|")) {
        if (has_word(small, lower(word))) return true;
      }
    }
    if (const std::string beginnings = role.key("begins"); !beginnings.empty() && content != nullptr) {
      for (const std::string& one : split(beginnings, "|")) {
        if (content->starts_with(one)) return true;
      }
    }
    if (const std::string list = role.key("enables"); !list.empty() && content != nullptr) {
      std::set<std::string> enabled;
      for (const std::string& token : split(*content, ":, ;")) {
        if (token[0] == '!' || token[0] == '-') continue;
        enabled.insert(lower(token));
        for (const std::string& part : split(token, "+")) {
          if (token[0] != '+') enabled.insert(lower(part));
        }
      }
      for (const std::string& word : split(list, "|")) {
        if (enabled.contains(lower(word))) return true;
      }
    }
    if (number) {
      if (const auto below = number_in(role.key("below"))) {
        const auto least = number_in(role.key("at_least"));
        if (*number > 0 && *number < *below && (!least || *number >= *least)) return true;
      }
      if (const auto bits = number_in(role.key("any_bit")); bits && (*number & *bits) != 0) return true;
      if (const auto below = number_in(role.key("high_word_below"))) {
        const std::int64_t high = (*number >> 16) & 0xffff;
        if (high != 0 && high < *below) return true;
      }
    }
    return false;
  }

  // Whether a connection text has a password in it: "password=x", "PWD=x", "://user:x@".
  static bool has_password(std::string_view connection) {
    const std::string small = lower(connection);
    for (const std::string_view name : {"password", "passwd", "pwd", "pass"}) {
      for (std::size_t at = small.find(name); at != std::string::npos; at = small.find(name, at + 1)) {
        if (at > 0 && alphanumeric(small[at - 1])) continue;
        std::size_t next = at + name.size();
        while (next < small.size() && small[next] == ' ') ++next;
        if (next >= small.size() || small[next] != '=') continue;
        ++next;
        while (next < small.size() && small[next] == ' ') ++next;
        if (next < small.size() && small[next] != ';' && small[next] != '&' && small[next] != '%' &&
            small[next] != ' ')
          return true;
      }
    }
    const std::size_t scheme = small.find("://");
    if (scheme == std::string::npos) return false;
    const std::size_t at = small.find('@', scheme);
    const std::size_t colon = small.find(':', scheme + 3);
    return at != std::string::npos && colon != std::string::npos && colon + 1 < at && small[colon + 1] != '%';
  }

  static bool has_authorization(std::string_view header) {
    const std::string small = lower(header);
    for (const std::string_view name :
         {"authorization:", "x-api-key:", "x-auth-token:", "api-key:", "auth "}) {
      if (!small.starts_with(name)) continue;
      std::string rest = small.substr(name.size());
      for (const std::string_view scheme : {" basic", " bearer", " token"}) {
        if (rest.starts_with(scheme)) rest = rest.substr(scheme.size());
      }
      std::erase(rest, ' ');
      if (rest.size() >= 4 && rest[0] != '%') return true;
    }
    return false;
  }

  // --- verdicts

  std::vector<Verdict> verdicts(FunctionId f, const Role& role, const std::string& rule,
                                const Situation& situation) const {
    std::vector<Verdict> result;
    const auto say = [&](std::string id, const Origin* origin, Confidence confidence = Confidence::kHigh,
                         std::optional<Severity> severity = std::nullopt) {
      if (origin != nullptr) result.push_back({std::move(id), severity, confidence, origin});
    };
    const Origin* constant = all_constant(situation);
    if (role.name == "constant") {
      // Of a value that may be another as well, somebody may have made sure that it is.
      const bool always =
          std::all_of(situation.origins.begin(), situation.origins.end(), [&](const Origin& origin) {
            return origin.kind == Origin::Kind::kConstant && is_wrong(role, origin);
          });
      if (!always && !role.key("only").empty()) return result;
      for (const Origin& origin : situation.origins) {
        if (origin.kind == Origin::Kind::kConstant && is_wrong(role, origin)) {
          say(rule, &origin);
          break;
        }
      }
    } else if (role.name == "key") {
      say("hard-coded-key", constant);
      say("weak-random", labelled(situation, "weak-random"));
    } else if (role.name == "iv") {
      say("static-iv", constant);
      say("weak-random", labelled(situation, "weak-random"));
    } else if (role.name == "salt") {
      say("predictable-salt", constant);
      say("weak-random", labelled(situation, "weak-random"));
    } else if (role.name == "password" || role.name == "credential") {
      say("hard-coded-credential", constant);
      say("weak-random", labelled(situation, "weak-random"));
      if (role.name == "credential")
        say("unprotected-credential", labelled(situation, "argument"), Confidence::kMedium, Severity::kLow);
    } else if (role.name == "connection" || role.name == "header") {
      for (const Origin& origin : situation.origins) {
        const std::string* content = text_of(origin);
        if (content == nullptr) continue;
        if (role.name == "connection" ? has_password(*content) : has_authorization(*content)) {
          say("hard-coded-credential", &origin);
          break;
        }
      }
    } else if (role.name == "seed") {
      for (const char* label : {"time", "pid"}) {
        if (const Origin* origin = labelled(situation, label);
            origin != nullptr && labelled(situation, "strong-random") == nullptr) {
          say("predictable-seed", origin, Confidence::kMedium, Severity::kLow);
          return result;
        }
      }
      bool all = !situation.origins.empty();
      for (const Origin& origin : situation.origins) all = all && origin.kind == Origin::Kind::kConstant;
      if (all) say("predictable-seed", &situation.origins.front());
    } else if (role.name == "iterations") {
      for (const Origin& origin : situation.origins) {
        const auto number = number_of(origin);
        if (!number || *number <= 0 || *number >= kEnoughIterations) continue;
        if (*number < kFewIterations)
          say("weak-password-hash", &origin);
        else
          say("weak-password-hash", &origin, Confidence::kHigh, Severity::kMedium);
        break;
      }
    } else if (role.name == "callback") {
      for (const Origin& origin : situation.origins) {
        if (origin.kind == Origin::Kind::kFunction && accepts_all(f, origin, role.key("always"))) {
          say(rule, &origin);
          break;
        }
      }
    } else if (role.name == "compared") {
      if (const Origin* mac = labelled(situation, "mac"))
        say(rule, mac, Confidence::kMedium);
      else  // Who enters a password cannot choose how its salted hash begins.
        say(rule, labelled(situation, "derived"), Confidence::kMedium, Severity::kLow);
    } else if (role.name == "cleartext") {
      if (labelled(situation, "decrypted") == nullptr) {
        for (const Origin* origin : parts(situation)) {
          if (origin->kind != Origin::Kind::kSource) continue;
          const SourceSite& source = query_.source_of(*origin);
          const std::string_view function = text(origin->function, source.function);
          if (source.level == Level::kRemote) {
            say("cleartext-transmission", origin);
            break;
          }
          if (from_file(function, query_.label_of(*origin))) {
            say("plaintext-password-storage", origin);
            break;
          }
        }
      }
    } else if (role.name == "sent") {
      for (const Origin* origin : parts(situation)) {
        if ((credentials_.contains({origin->kind, origin->function, origin->id}) ||
             query_.label_of(*origin) == "password") &&
            !origin->folded) {
          say("cleartext-transmission", origin);
          break;
        }
      }
    } else if (role.name == "token") {
      const Origin* weak = labelled(situation, "weak-random");
      if (weak != nullptr && labelled(situation, "strong-random") == nullptr &&
          !guessed_.contains({weak->function, weak->id}))
        say("weak-random", weak, Confidence::kMedium);
    } else if (role.name == "stored" || role.name == "digested") {
      const Origin* typed = typed_by_somebody(situation);
      if (!is_protected(situation))
        say(!rule.empty()           ? rule
            : role.name == "stored" ? "plaintext-password-storage"
                                    : "weak-password-hash",
            typed, Confidence::kMedium);
    } else if (role.name == "state") {
      judge_state(role, rule, situation, result);
    }
    return result;
  }

  // What a person or a client sent, in contrast to what a program reads from its own files.
  const Origin* typed_by_somebody(const Situation& situation) const {
    static const std::set<std::string_view> labels = {"stdin",  "terminal", "password",
                                                      "window", "network",  "request"};
    for (const Origin& origin : situation.origins) {
      if (labels.contains(query_.label_of(origin))) return &origin;
    }
    return nullptr;
  }
  bool is_protected(const Situation& situation) const {
    for (const char* label : {"encrypted", "decrypted", "derived", "mac", "digest"}) {
      if (labelled(situation, label) != nullptr) return true;
    }
    return false;
  }

  // One side is a constant, or was stored as it is, and the other what somebody entered: whoever knows the
  // former is let in.
  void judge_login(FunctionId f, std::uint32_t index, bool named) {
    const FunctionSummary& summary = *program_.functions()[f].summary;
    const SinkSite& sink = summary.sinks[index];
    for (std::uint32_t i = 0; i < summary.sinks.size(); ++i) {
      const SinkSite& other = summary.sinks[i];
      if (i == index || other.place != sink.place || other.role != sink.role ||
          other.argument == sink.argument)
        continue;
      for (const Situation& one : query_.situations_of(f, index)) {
        const Origin* constant = all_constant(one);
        const Origin* stored = nullptr;
        for (const Origin& origin : one.origins) {
          const std::string_view label = query_.label_of(origin);
          if (label == "file" || label == "registry" || label == "database") stored = &origin;
        }
        if (constant == nullptr && (stored == nullptr || typed_by_somebody(one) != nullptr)) continue;
        if (constant != nullptr && !can_be_secret(*constant, named)) continue;
        for (const Situation& two : query_.situations_of(f, i)) {
          if (is_protected(one) || is_protected(two)) continue;
          const Origin* typed = typed_by_somebody(two);
          if (constant != nullptr) {
            for (const Origin& origin : two.origins) {
              if (typed == nullptr && origin.kind == Origin::Kind::kSource &&
                  query_.source_of(origin).level >= Level::kLocal)
                typed = &origin;
            }
            // What callers elsewhere pass: only where the constant looks like nothing else.
            const std::string* content = text_of(*constant);
            const bool marked =
                content != nullptr && content->size() >= 6 &&
                std::any_of(content->begin(), content->end(), [](char c) { return c >= '0' && c <= '9'; });
            for (const Origin& origin : two.origins) {
              if (typed == nullptr && marked && (named || lets_somebody_in(f)) &&
                  origin.kind == Origin::Kind::kUnknown)
                typed = &origin;
            }
          }
          if (typed == nullptr) continue;
          if (constant != nullptr)
            add(f, sink, {"hard-coded-credential", std::nullopt, Confidence::kMedium, constant});
          else
            add(f, sink, {"unprotected-credential", std::nullopt, Confidence::kMedium, stored});
        }
      }
    }
  }
  // Whether a function is about users, by its name and those of its parameters.
  bool lets_somebody_in(FunctionId f) const {
    const FunctionSummary& summary = *program_.functions()[f].summary;
    const auto says = [&](TextId id) {
      const std::string small = lower(text(f, id));
      return std::any_of(kUsers.begin(), kUsers.end(),
                         [&](std::string_view word) { return small.find(word) != std::string::npos; });
    };
    return says(summary.name) ||
           std::any_of(summary.parameter_names.begin(), summary.parameter_names.end(), says);
  }
  static constexpr std::array<std::string_view, 5> kUsers = {"user", "login", "auth", "logon", "passw"};

  // Clients of a server need no certificate, mostly.
  bool is_server(FunctionId f, const SinkSite& sink) {
    const FunctionSummary& summary = *program_.functions()[f].summary;
    for (std::uint32_t i = 0; i < summary.sinks.size(); ++i) {
      const SinkSite& other = summary.sinks[i];
      if (other.place != sink.place || text(f, other.role) != "seen") continue;
      for (const Situation& situation : query_.situations_of(f, i)) {
        if (labelled(situation, "state:tls-server") != nullptr) return true;
      }
    }
    if (!serving_) serving_ = files_that_serve(program_);
    return serving_->contains(place_of(f, sink.place).path);
  }
  // Whoever lets every certificate pass may still look at the verdict.
  bool asks_for_verdict() {
    if (asks_) return *asks_;
    bool asks = false;
    for (FunctionId f = 0; f < program_.functions().size() && !asks; ++f) {
      for (const SourceSite& source : program_.functions()[f].summary->sources)
        asks = asks || (text(f, source.function) == "SSL_get_verify_result" &&
                        text(f, source.label) == "state:verified");
    }
    asks_ = asks;
    return asks;
  }
  // "password:" is a keyword.
  bool can_be_secret(const Origin& constant, bool named) const {
    const std::string* content = text_of(constant);
    // "SCRV1:" is the beginning of a protocol's message.
    if (content == nullptr || content->size() < 3 || content->ends_with(':')) return false;
    const bool word = std::all_of(content->begin(), content->end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c == ':' || c == ' ';
    });
    // So is any word, where the name says little.
    if (!named &&
        std::all_of(content->begin(), content->end(), [](char c) { return !(c >= '0' && c <= '9'); }))
      return false;
    return !word || (!names_password(*content) && !names_password_vaguely(*content));
  }

  static bool from_file(std::string_view function, std::string_view label) {
    if (label == "file" || label == "registry") return true;
    if (label == "stdin" || label == "password" || label == "argument" || label == "environment")
      return false;
    for (const std::string_view name :
         {"RegQueryValueEx", "RegQueryValueExA", "RegQueryValueExW", "RegGetValue"}) {
      if (function == name) return true;
    }
    return false;
  }

  void judge_state(const Role& role, const std::string& rule, const Situation& situation,
                   std::vector<Verdict>& result) const {
    std::set<std::string, std::less<>> states;
    const Origin* begun = nullptr;
    const std::string from = role.key("after");
    bool zero = !situation.origins.empty();
    for (const Origin& origin : situation.origins) {
      const std::string_view label = query_.label_of(origin);
      // Somebody else may have done what is needed.
      if (origin.kind == Origin::Kind::kUnknown || label == "unknown") return;
      if (label.starts_with("state:")) {
        states.insert(std::string(label.substr(6)));
        if (label.substr(6) == from) begun = &origin;
      }
      const auto number = number_of(origin);
      zero = zero && number && *number == 0;
    }
    if (from == "zero") {
      if (zero) result.push_back({rule, std::nullopt, Confidence::kHigh, &situation.origins.front()});
      return;
    }
    if (begun == nullptr || states.contains(role.key("needs"))) return;
    for (const std::string& other : split(role.key("unless"), ",")) {
      if (states.contains(other)) return;
    }
    for (const std::string& other : split(role.key("with"), ",")) {
      if (!states.contains(other)) return;
    }
    result.push_back({rule, std::nullopt, Confidence::kHigh, begun});
  }

  bool accepts_all(FunctionId, const Origin& origin, std::string_view always) const {
    const std::vector<FunctionId> functions =
        program_.defined(origin.symbol, program_.functions()[origin.function].unit);
    if (functions.empty()) return false;
    for (const FunctionId function : functions) {
      const FunctionSummary& summary = *program_.functions()[function].summary;
      if (summary.returns.empty()) return false;
      for (const ReturnValue& value : summary.returns) {
        if (value.type != ReturnValue::Type::kNumber) return false;
        if (always == "zero" ? value.number != 0 : always == "nonzero" ? value.number == 0 : true)
          return false;
      }
    }
    return true;
  }

  // The texts and inputs that log somebody in: sending one of them in clear gives it away.
  void find_credentials() {
    for (FunctionId f = 0; f < program_.functions().size(); ++f) {
      const FunctionSummary& summary = *program_.functions()[f].summary;
      for (std::uint32_t i = 0; i < summary.sinks.size(); ++i) {
        if (summary.sinks[i].kind != Kind::kRole) continue;
        const Role role = role_of(text(f, summary.sinks[i].role));
        if (role.name != "credential" && role.name != "password") continue;
        for (const Situation& situation : query_.situations_of(f, i)) {
          for (const Origin* origin : parts(situation)) {
            const bool asked =
                origin->kind == Origin::Kind::kSource && query_.source_of(*origin).level != Level::kRemote;
            if (asked || is_content(*origin))
              credentials_.insert({origin->kind, origin->function, origin->id});
          }
        }
      }
    }
  }

  // --- findings

  // What is known to all tells nothing when it is compared: a test of the algorithm.
  bool is_compared_with_constant(FunctionId f, std::uint32_t index) {
    const FunctionSummary& summary = *program_.functions()[f].summary;
    const SinkSite& sink = summary.sinks[index];
    for (std::uint32_t i = 0; i < summary.sinks.size(); ++i) {
      const SinkSite& other = summary.sinks[i];
      if (i == index || other.place != sink.place || other.role != sink.role) continue;
      const auto& situations = query_.situations_of(f, i);
      const bool constant =
          !situations.empty() && std::all_of(situations.begin(), situations.end(), [&](const Situation& one) {
            return !one.origins.empty() &&
                   std::all_of(one.origins.begin(), one.origins.end(),
                               [](const Origin& origin) { return origin.kind == Origin::Kind::kConstant; });
          });
      if (constant) return true;
    }
    return false;
  }

  // "tls1-prf-test-secret" says itself that it is an example.
  bool is_example(const Origin& origin) const {
    const std::string* content = text_of(origin);
    if (content == nullptr) return false;
    const std::string small = lower(*content);
    return has_word(small, "test") || has_word(small, "example") || has_word(small, "dummy");
  }

  void judge(FunctionId f, std::uint32_t index) {
    query_.forget_ways();
    const SinkSite& sink = program_.functions()[f].summary->sinks[index];
    const Role role = role_of(text(f, sink.role));
    const std::string rule(text(f, sink.rule));
    if (role.name == "login") return judge_login(f, index, role.key("vague").empty());
    if (role.name == "seen") return;
    if (role.name == "compared" && is_compared_with_constant(f, index)) return;
    if (rule == "certificate-not-verified" && role.name == "constant" && is_server(f, sink)) return;
    for (const Situation& situation : query_.situations_of(f, index)) {
      for (const Verdict& verdict : verdicts(f, role, rule, situation)) {
        if (verdict.rule == "weak-random" && role.name != "token")
          guessed_.emplace(verdict.origin->function, verdict.origin->id);
        add(f, sink, verdict);
      }
    }
  }

  void add(FunctionId f, const SinkSite& sink, const Verdict& verdict) {
    FlowFinding finding;
    finding.rule = verdict.rule;
    finding.place = place_of(f, sink.place);
    if (finding.place.path.empty()) return;
    finding.severity = verdict.severity;
    finding.confidence = verdict.confidence;
    if (verdict.rule == "certificate-not-verified" && text(f, sink.function).starts_with("SSL_") &&
        asks_for_verdict())
      finding.severity = Severity::kLow;
    if (verdict.rule == "weak-hash" &&
        named_by_protocol(program_.text_of(program_.functions()[f].name), finding.place.path))
      finding.severity = Severity::kLow;
    finding.function = std::string(program_.text_of(program_.functions()[f].name));
    // A key that is there to try the cipher with.
    if ((verdict.rule.starts_with("hard-coded") || verdict.rule == "static-iv" ||
         verdict.rule == "predictable-salt") &&
        (named_by_test(finding.function) || is_example(*verdict.origin) ||
         named_by_test(program_.text_of(program_.functions()[verdict.origin->function].name))))
      finding.severity = Severity::kLow;
    // What tests do is no use of the program.
    if (tests_.has(finding.place.path)) finding.severity = Severity::kLow;
    // Modes that are made of the steps of another have no tag where that has one.
    if (verdict.rule == "missing-crypto-step" && named_by_mode(finding.function, finding.place.path))
      finding.severity = Severity::kLow;
    if (LibraryCode::is_about_use(verdict.rule) &&
        library_.defines(finding.place.path, text(f, sink.function)))
      finding.severity = Severity::kLow;
    finding.arguments.emplace_back(text(f, sink.function));
    finding.steps = steps_to(*verdict.origin);
    FlowStep last;
    last.place = finding.place;
    last.phrase = verdict.rule == "missing-crypto-step" ? Phrase::kMissing : Phrase::kSink;
    last.name = finding.arguments.front();
    if (finding.steps.size() == 1 && finding.steps.back().place == finding.place) finding.steps.clear();
    finding.steps.push_back(last);
    finding.identity = verdict.rule + " " + finding.arguments.front() + " in " + finding.function;
    const auto [at, added] = found_.try_emplace({finding.rule, finding.place}, finding);
    if (added) return;
    FlowFinding& known = at->second;
    if (known.steps != finding.steps && known.more_flows.size() < kMostFlows &&
        std::find(known.more_flows.begin(), known.more_flows.end(), finding.steps) ==
            known.more_flows.end()) {
      known.more_flows.push_back(finding.steps);
    }
    if (!finding.severity) known.severity.reset();
  }

  std::vector<FlowStep> steps_to(const Origin& origin) const {
    std::vector<FlowStep> steps;
    const auto push = [&](FunctionId f, const Spot& spot, Phrase phrase, std::string name) {
      FlowStep step;
      step.place = place_of(f, spot);
      step.phrase = phrase;
      step.name = std::move(name);
      if (step.place.path.empty()) return;
      if (!steps.empty() && steps.back().place == step.place) return;
      steps.push_back(std::move(step));
    };
    if (origin.kind == Origin::Kind::kSource) {
      const SourceSite& source = query_.source_of(origin);
      push(origin.function, source.place, is_state(origin) ? Phrase::kState : Phrase::kSource,
           std::string(text(origin.function, source.function)));
    } else if (const Literal* literal = query_.literal_of(origin)) {
      push(origin.function, literal->place, Phrase::kConstant, "");
    }
    for (const Origin::Hop& hop : query_.hops_of(origin))
      push(hop.function, hop.place, static_cast<Phrase>(hop.phrase), std::string(hop.name));
    return steps;
  }

  const Program& program_;
  OriginQuery query_;
  LibraryCode library_;
  TestCode tests_;
  std::optional<std::set<std::string>> serving_;  ///< files that only serve
  std::set<std::tuple<Origin::Kind, FunctionId, std::uint32_t>> credentials_;
  std::optional<bool> asks_;
  std::set<std::pair<FunctionId, std::uint32_t>> guessed_;  ///< sources of random numbers that were reported
  std::map<std::pair<std::string, Place>, FlowFinding> found_;
};

}  // namespace

std::vector<FlowFinding> role_findings_of(const Program& program, const std::vector<std::string>& rules,
                                          bool& limited) {
  Judge judge(program);
  std::vector<FlowFinding> findings = judge.run(rules);
  limited = judge.limited();
  return findings;
}

}  // namespace trawl::sast
