#include "engine/config/config_engine.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <re2/re2.h>

#include "engine/config/condition.h"
#include "engine/config/named_predicates.h"
#include "engine/config/selector.h"

namespace trawl {
namespace {

constexpr std::size_t kLongestShownValue = 60;
constexpr std::size_t kMostMatchesOfARule = 1000;
constexpr std::size_t kMostFactsOfAFile = 200;
constexpr std::size_t kLongestFact = 200;

bool is_scalar(const Node& node) {
  return node.kind != NodeKind::kList && node.kind != NodeKind::kMap;
}

/// A message with its places: text, and between them selectors.
struct CompiledMessage {
  struct Place {
    std::string before;
    enum class What : std::uint8_t { kNothing, kKey, kValue } what = What::kNothing;
    std::optional<Selector> path;
  };
  std::vector<Place> places;
};

Result<CompiledMessage> compile_message(std::string_view text) {
  CompiledMessage message;
  std::size_t at = 0;
  for (;;) {
    CompiledMessage::Place place;
    const std::size_t open = text.find('{', at);
    place.before = text.substr(at, open == std::string_view::npos ? open : open - at);
    if (open == std::string_view::npos) {
      message.places.push_back(std::move(place));
      return message;
    }
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) return Error("the message has a '{' without '}'");
    std::string_view inner = text.substr(open + 1, close - open - 1);
    const std::size_t colon = inner.find(':');
    const std::string_view what = inner.substr(0, colon);
    if (what == "key") {
      place.what = CompiledMessage::Place::What::kKey;
    } else if (what == "value") {
      place.what = CompiledMessage::Place::What::kValue;
    } else {
      return Error(
          fmt::format("the message names '{{{}}}'; known are {{key}}, {{value}} and both with a selector "
                      "behind ':'",
                      inner));
    }
    if (colon != std::string_view::npos) {
      Result<Selector> path = Selector::parse(inner.substr(colon + 1));
      if (!path) return path.error();
      place.path = std::move(*path);
    }
    message.places.push_back(std::move(place));
    at = close + 1;
  }
}

// What people read of a value: one line, not long, and nothing that is a secret by its place (no rule that
// judges secrets shows values).
std::string shown(std::string_view text) {
  std::string result;
  for (const char c : text.substr(0, kLongestShownValue)) {
    result += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  }
  if (text.size() > kLongestShownValue) result += "...";
  return result;
}

std::string filled_in(const CompiledMessage& message, const Document& document, const KeyIndex& keys,
                      NodeIndex at) {
  std::string text;
  for (const CompiledMessage::Place& place : message.places) {
    text += place.before;
    if (place.what == CompiledMessage::Place::What::kNothing) continue;
    std::vector<NodeIndex> found = {at};
    if (place.path) {
      found.clear();
      place.path->select(document, keys, at, found);
    }
    if (found.empty()) continue;
    if (place.what == CompiledMessage::Place::What::kKey) {
      text += shown(document.node(found.front()).key);
    } else {
      text += shown(document.node(document.resolved(found.front())).text);
    }
  }
  return text;
}

// A document that was not read to its end is not judged, so neither are its keys.
void note_repeated_keys(DocumentReading& reading) {
  std::vector<std::vector<NodeIndex>> of_documents(reading.documents.size());
  for (const auto& [document, value] : reading.duplicate_keys) {
    if (document < of_documents.size()) of_documents[document].push_back(value);
  }
  for (std::size_t i = 0; i < of_documents.size(); ++i) {
    if (!of_documents[i].empty()) reading.documents[i].set_repeated_keys(std::move(of_documents[i]));
  }
}

}  // namespace

struct ConfigEngine::CompiledRule {
  const ConfigRule* rule = nullptr;
  Selector select;
  std::optional<Condition> when;
  std::optional<Condition> where;
  CompiledMessage message;
};

struct ConfigEngine::CompiledFact {
  const ConfigFact* fact = nullptr;
  std::unique_ptr<re2::RE2> path;
  std::optional<Selector> select;
  std::optional<Condition> when;
  std::optional<Condition> where;
};

ConfigEngine::ConfigEngine(const ConfigRuleSet& rules) : rules_(rules) {}
ConfigEngine::~ConfigEngine() = default;

Result<std::unique_ptr<ConfigEngine>> ConfigEngine::create(const ConfigRuleSet& rules,
                                                           std::string_view kind) {
  const auto wanted = [kind](const std::vector<std::string_view>& inputs) {
    return kind.empty() || std::find(inputs.begin(), inputs.end(), kind) != inputs.end();
  };
  std::unique_ptr<ConfigEngine> engine(new ConfigEngine(rules));
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (!rules[i].enabled || !wanted(rules[i].inputs)) continue;
    if (const auto added = engine->add(rules[i]); !added) {
      return added.error().during(fmt::format("rule '{}'", rules[i].rule.id));
    }
  }
  for (const ConfigFact& fact : rules.facts()) {
    // What a path alone tells is asked of the engine for the tree.
    if (!wanted(fact.inputs) && !(fact.inputs.empty() && kind == "tree")) continue;
    if (const auto added = engine->add(fact); !added) {
      return added.error().during(fmt::format("fact '{}'", fact.name));
    }
  }
  return engine;
}

Result<void> ConfigEngine::add(const ConfigRule& rule) {
  Result<Selector> select = Selector::parse(rule.select);
  if (!select) return select.error();
  Result<CompiledMessage> message = compile_message(rule.message);
  if (!message) return message.error();
  auto compiled = std::make_unique<CompiledRule>(
      CompiledRule{&rule, std::move(*select), std::nullopt, std::nullopt, std::move(*message)});
  if (const auto set = set_conditions(rule.when, rule.where, compiled->when, compiled->where); !set)
    return set;
  for (const std::string_view input : rule.inputs) by_kind_[input].rules.push_back(compiled.get());
  compiled_.push_back(std::move(compiled));
  return {};
}

Result<void> ConfigEngine::add(const ConfigFact& fact) {
  auto compiled = std::make_unique<CompiledFact>();
  compiled->fact = &fact;
  if (!fact.path.empty()) {
    compiled->path =
        std::make_unique<re2::RE2>(re2::StringPiece(fact.path.data(), fact.path.size()), re2::RE2::Quiet);
    if (!compiled->path->ok()) return Error(compiled->path->error());
  }
  if (!fact.select.empty()) {
    Result<Selector> select = Selector::parse(fact.select);
    if (!select) return select.error();
    compiled->select = std::move(*select);
  }
  if (const auto set = set_conditions(fact.when, fact.where, compiled->when, compiled->where); !set)
    return set;
  for (const std::string_view input : fact.inputs) by_kind_[input].facts.push_back(compiled.get());
  facts_.push_back(std::move(compiled));
  return {};
}

Result<void> ConfigEngine::set_conditions(const std::optional<ConfigPredicate>& when,
                                          const std::optional<ConfigPredicate>& where,
                                          std::optional<Condition>& compiled_when,
                                          std::optional<Condition>& compiled_where) {
  for (const auto& [from, to] : {std::pair(&when, &compiled_when), std::pair(&where, &compiled_where)}) {
    if (!*from) continue;
    Result<Condition> condition = Condition::compile(**from);
    if (!condition) return condition.error();
    *to = std::move(*condition);
  }
  return {};
}

void ConfigEngine::judge(const CompiledRule& rule, const Document& document, const KeyIndex& keys,
                         ConditionJudge& judge, std::vector<NodeIndex>& selected,
                         ConfigVerdict& verdict) const {
  if (!rule.select.may_select(keys)) return;
  judge.begin_rule();
  selected.clear();
  if (verdict.kind == "tree") {
    // A tree without a pipeline is no evidence that its pipelines are right.
    rule.select.select(document, keys, document.root(), selected);
    if (!selected.empty()) verdict.met.push_back(rule.rule);
    selected.clear();
  }
  bool undecided = false;
  const auto note_undecided = [&] {
    const auto& known = verdict.undecided;
    if (std::find(known.begin(), known.end(), rule.rule) == known.end())
      verdict.undecided.push_back(rule.rule);
  };
  if (rule.when) {
    const Truth asked = judge.judge(*rule.when, document.root()).truth;
    if (asked == Truth::kUnknown) note_undecided();
    if (asked != Truth::kTrue) return;
  }
  bool complete = rule.select.select(document, keys, document.root(), selected);
  std::size_t count = 0;
  for (const NodeIndex at : selected) {
    Judgement judgement{Truth::kTrue, std::nullopt};
    if (rule.where) judgement = judge.judge(*rule.where, at);
    if (judgement.truth == Truth::kUnknown) undecided = true;
    if (judgement.truth != Truth::kTrue) continue;
    if (++count > kMostMatchesOfARule) {
      complete = false;
      break;
    }
    const Node& node = document.node(at);
    ConfigMatch match;
    match.rule = rule.rule;
    match.node = at;
    match.span = span_shown(document, at);
    if (judgement.part && is_scalar(node) && node.kind != NodeKind::kAlias) {
      match.span = document.span_in(at, judgement.part->first, judgement.part->second);
    }
    match.message = filled_in(rule.message, document, keys, at);
    match.key_path = document.key_path(at);
    verdict.matches.push_back(std::move(match));
    if (rule.rule->once) break;
  }
  if (undecided) note_undecided();
  if (!complete || judge.exhausted()) {
    verdict.failure =
        fmt::format("rule '{}' met its limit of {} values", rule.rule->rule.id, Selector::kMostVisited);
  }
}

void ConfigEngine::gather(const CompiledFact& fact, std::string_view path, const Document& document,
                          const KeyIndex& keys, ConfigVerdict& verdict) const {
  if (fact.path && !re2::RE2::PartialMatch(re2::StringPiece(path.data(), path.size()), *fact.path)) return;
  if (fact.select && !fact.select->may_select(keys)) return;
  if (is_test_path(path) && !fact.fact->name.ends_with("-test")) return;
  ConditionJudge judge(document, keys);
  if (fact.when && judge.judge(*fact.when, document.root()).truth != Truth::kTrue) return;
  std::vector<NodeIndex> selected = {document.root()};
  if (fact.select) {
    selected.clear();
    fact.select->select(document, keys, document.root(), selected);
  }
  std::size_t count = 0;
  for (const NodeIndex at : selected) {
    if (fact.where && judge.judge(*fact.where, at).truth != Truth::kTrue) continue;
    if (++count > kMostFactsOfAFile) break;
    const Node& node = document.node(document.resolved(at));
    verdict.facts.push_back({fact.fact->name, std::string(document.node(at).key),
                             is_scalar(node) ? std::string(node.text.substr(0, kLongestFact)) : std::string(),
                             span_shown(document, at)});
  }
}

ByteSpan ConfigEngine::span_shown(const Document& document, NodeIndex at) {
  const Node& node = document.node(at);
  // A whole map is pointed at by its key, or by its first line: a finding of forty lines says nothing.
  if (is_scalar(node)) return node.span;
  if (node.key_span.size() > 0) return node.key_span;
  std::uint64_t end = node.span.begin.value;
  while (end < node.span.end.value && document.source()[end] != '\n' && document.source()[end] != '\r') ++end;
  return span_of(node.span.begin.value, end);
}

ConfigVerdict ConfigEngine::judge(std::string_view path, std::string_view bytes, bool absence,
                                  const FilesBeside* beside) const {
  const InputKind* kind = may_be_input(path) ? input_kind_of(path, bytes, beside) : nullptr;
  if (kind == nullptr) return {};
  return judge(*kind, path, bytes, absence, beside);
}

ConfigVerdict ConfigEngine::judge(const InputKind& kind, std::string_view path, std::string_view bytes,
                                  bool absence, const FilesBeside* beside) const {
  ConfigVerdict verdict;
  verdict.kind = kind.name;
  const auto live = by_kind_.find(kind.name);
  if (live == by_kind_.end()) return verdict;
  DocumentLimits limits = limits_;
  limits.path = path;
  limits.beside = beside;
  DocumentReading reading = kind.read(bytes, limits);
  note_repeated_keys(reading);
  verdict.failure = reading.failure;
  verdict.templated = reading.templated;
  for (const Document& document : reading.documents) {
    if (document.root() == kNoNode) continue;
    const KeyIndex keys(document);
    ConditionJudge asked(document, keys);
    std::vector<NodeIndex> selected;
    for (const CompiledRule* rule : live->second.rules) {
      if (rule->rule->absence && !absence) continue;
      judge(*rule, document, keys, asked, selected, verdict);
    }
    if (!absence) continue;
    for (const CompiledFact* fact : live->second.facts) gather(*fact, path, document, keys, verdict);
    for (ModelRowFound& row : model_rows(kind.name, path, document)) verdict.rows.push_back(std::move(row));
  }
  std::sort(verdict.matches.begin(), verdict.matches.end(), [](const ConfigMatch& a, const ConfigMatch& b) {
    return std::tie(a.span, a.rule->rule.id, a.message) < std::tie(b.span, b.rule->rule.id, b.message);
  });
  return verdict;
}

std::vector<std::string_view> ConfigEngine::facts_of_path(std::string_view path) const {
  std::vector<std::string_view> found;
  const bool of_tests = is_test_path(path);
  for (const auto& fact : facts_) {
    if (fact->path == nullptr || !fact->fact->inputs.empty()) continue;
    if (of_tests && !fact->fact->name.ends_with("-test")) continue;
    if (re2::RE2::PartialMatch(re2::StringPiece(path.data(), path.size()), *fact->path))
      found.push_back(fact->fact->name);
  }
  return found;
}

std::vector<std::string_view> input_kind_names() {
  std::vector<std::string_view> names;
  for (const InputKind& kind : input_kinds()) names.push_back(kind.name);
  return names;
}

std::vector<std::string_view> named_predicate_names() {
  std::vector<std::string_view> names;
  for (const NamedPredicate& predicate : named_predicates()) names.push_back(predicate.name);
  return names;
}

}  // namespace trawl
