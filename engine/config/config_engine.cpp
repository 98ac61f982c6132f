#include "engine/config/config_engine.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <re2/re2.h>

#include "engine/config/named_predicates.h"
#include "engine/config/selector.h"

namespace trawl {
namespace {

constexpr std::size_t kLongestShownValue = 60;
constexpr std::size_t kMostMatchesOfARule = 1000;

Truth negated(Truth truth) {
  if (truth == Truth::kUnknown) return truth;
  return truth == Truth::kTrue ? Truth::kFalse : Truth::kTrue;
}

bool is_scalar(const Node& node) {
  return node.kind != NodeKind::kList && node.kind != NodeKind::kMap;
}

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

/// A condition with its selector and expression compiled.
struct CompiledPredicate {
  const ConfigPredicate* source = nullptr;
  std::optional<Selector> path;
  std::unique_ptr<re2::RE2> expression;
  const NamedPredicate* named = nullptr;
  std::vector<CompiledPredicate> children;
};

Result<CompiledPredicate> compile(const ConfigPredicate& source) {
  CompiledPredicate compiled;
  compiled.source = &source;
  if (!source.path.empty()) {
    Result<Selector> path = Selector::parse(source.path);
    if (!path) return path.error();
    compiled.path = std::move(*path);
  }
  if (source.kind == ConfigPredicate::Kind::kMatches) {
    const std::string_view text = source.texts[0];
    re2::RE2::Options options(re2::RE2::Quiet);
    options.set_encoding(re2::RE2::Options::EncodingLatin1);
    compiled.expression = std::make_unique<re2::RE2>(re2::StringPiece(text.data(), text.size()), options);
    if (!compiled.expression->ok()) {
      return Error(
          fmt::format("the expression '{}' does not compile: {}", text, compiled.expression->error()));
    }
  }
  if (source.kind == ConfigPredicate::Kind::kNamed) compiled.named = named_predicate(source.texts[0]);
  for (const ConfigPredicate& child : source.children) {
    Result<CompiledPredicate> one = compile(child);
    if (!one) return one.error();
    compiled.children.push_back(std::move(*one));
  }
  return compiled;
}

/// Asks conditions of the values of one document.
class Judge {
 public:
  explicit Judge(const Document& document) : document_(document) {}

  Judgement judge(const CompiledPredicate& predicate, NodeIndex value) {
    using Kind = ConfigPredicate::Kind;
    if (!predicate.path) return judge_one(predicate, value);
    std::vector<NodeIndex> found;
    if (!predicate.path->select(document_, value, found)) exhausted_ = true;
    const Kind kind = predicate.source->kind;
    if (kind == Kind::kCount) {
      const auto count = static_cast<double>(found.size());
      return whole(count >= predicate.source->number && count <= predicate.source->most);
    }
    if (kind == Kind::kMissing) {
      Truth truth = Truth::kTrue;
      for (const NodeIndex index : found) {
        if (!is_unknown(index)) return whole(false);
        truth = Truth::kUnknown;
      }
      return {truth, std::nullopt};
    }
    Judgement best;
    for (const NodeIndex index : found) {
      const Judgement one = judge_one(predicate, index);
      if (one.truth == Truth::kTrue) return {Truth::kTrue, std::nullopt};  // its part is another value's
      if (one.truth == Truth::kUnknown) best.truth = Truth::kUnknown;
    }
    return best;
  }

  [[nodiscard]] bool exhausted() const { return exhausted_; }

 private:
  static Judgement whole(bool holds) { return {holds ? Truth::kTrue : Truth::kFalse, std::nullopt}; }

  [[nodiscard]] bool is_unknown(NodeIndex index) const {
    return document_.node(document_.resolved(index)).kind == NodeKind::kUnknown;
  }

  Judgement judge_one(const CompiledPredicate& predicate, NodeIndex index) {
    using Kind = ConfigPredicate::Kind;
    const ConfigPredicate& source = *predicate.source;
    switch (source.kind) {
      case Kind::kAll: {
        Judgement all{Truth::kTrue, std::nullopt};
        for (const CompiledPredicate& child : predicate.children) {
          const Judgement one = judge(child, index);
          if (one.truth == Truth::kFalse) return {};
          if (one.truth == Truth::kUnknown) all.truth = Truth::kUnknown;
          if (one.part && !all.part) all.part = one.part;
        }
        return all;
      }
      case Kind::kAny: {
        Judgement any;
        for (const CompiledPredicate& child : predicate.children) {
          const Judgement one = judge(child, index);
          if (one.truth == Truth::kTrue) return one;
          if (one.truth == Truth::kUnknown) any.truth = Truth::kUnknown;
        }
        return any;
      }
      case Kind::kNot:
        return {negated(judge(predicate.children[0], index).truth), std::nullopt};
      default:
        break;
    }
    const NodeIndex at = document_.resolved(index);
    const Node& node = document_.node(at);
    if (node.kind == NodeKind::kUnknown) return {Truth::kUnknown, std::nullopt};
    switch (source.kind) {
      case Kind::kExists:
        return whole(true);
      case Kind::kMissing:
        return whole(false);
      case Kind::kEquals:
        return whole(is_scalar(node) && node.text == source.texts[0]);
      case Kind::kIn:
        return whole(is_scalar(node) &&
                     std::find(source.texts.begin(), source.texts.end(), node.text) != source.texts.end());
      case Kind::kMatches: {
        if (!is_scalar(node)) return {};
        re2::StringPiece part;
        const re2::StringPiece text(node.text.data(), node.text.size());
        if (!predicate.expression->Match(text, 0, text.size(), re2::RE2::UNANCHORED, &part, 1)) return {};
        const auto begin = static_cast<std::size_t>(part.data() - text.data());
        return {Truth::kTrue, std::pair(begin, begin + part.size())};
      }
      case Kind::kLess:
      case Kind::kGreater: {
        double number = 0;
        const auto [end, error] =
            std::from_chars(node.text.data(), node.text.data() + node.text.size(), number);
        if (!is_scalar(node) || error != std::errc() || end != node.text.data() + node.text.size()) return {};
        return whole(source.kind == Kind::kLess ? number < source.number : number > source.number);
      }
      case Kind::kIsTrue:
        return whole((node.kind == NodeKind::kBool && node.flag) ||
                     (node.kind == NodeKind::kString && one_of(node.text, {"true", "yes", "on", "1"})));
      case Kind::kIsFalse:
        return whole((node.kind == NodeKind::kBool && !node.flag) ||
                     (node.kind == NodeKind::kString && one_of(node.text, {"false", "no", "off", "0"})));
      case Kind::kNamed:
        return predicate.named->judge(document_, at);
      default:
        return {};
    }
  }

  const Document& document_;
  bool exhausted_ = false;
};

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

std::string filled_in(const CompiledMessage& message, const Document& document, NodeIndex at) {
  std::string text;
  for (const CompiledMessage::Place& place : message.places) {
    text += place.before;
    if (place.what == CompiledMessage::Place::What::kNothing) continue;
    std::vector<NodeIndex> found = {at};
    if (place.path) {
      found.clear();
      place.path->select(document, at, found);
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

}  // namespace

struct ConfigEngine::CompiledRule {
  const ConfigRule* rule = nullptr;
  Selector select;
  std::optional<CompiledPredicate> when;
  std::optional<CompiledPredicate> where;
  CompiledMessage message;
};

ConfigEngine::ConfigEngine(const ConfigRuleSet& rules) : rules_(rules) {}
ConfigEngine::~ConfigEngine() = default;

Result<std::unique_ptr<ConfigEngine>> ConfigEngine::create(const ConfigRuleSet& rules) {
  std::unique_ptr<ConfigEngine> engine(new ConfigEngine(rules));
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const ConfigRule& rule = rules[i];
    if (!rule.enabled) continue;
    const std::string where = fmt::format("rule '{}'", rule.rule.id);
    Result<Selector> select = Selector::parse(rule.select);
    if (!select) return select.error().during(where);
    Result<CompiledMessage> message = compile_message(rule.message);
    if (!message) return message.error().during(where);
    auto compiled = std::make_unique<CompiledRule>(
        CompiledRule{&rule, std::move(*select), std::nullopt, std::nullopt, std::move(*message)});
    for (const auto& [from, to] :
         {std::pair(&rule.when, &compiled->when), std::pair(&rule.where, &compiled->where)}) {
      if (!*from) continue;
      Result<CompiledPredicate> predicate = compile(**from);
      if (!predicate) return predicate.error().during(where);
      *to = std::move(*predicate);
    }
    engine->compiled_.push_back(std::move(compiled));
  }
  return engine;
}

void ConfigEngine::judge(const CompiledRule& rule, const Document& document, ConfigVerdict& verdict) const {
  Judge judge(document);
  if (rule.when && judge.judge(*rule.when, document.root()).truth != Truth::kTrue) return;
  std::vector<NodeIndex> selected;
  bool complete = rule.select.select(document, document.root(), selected);
  std::size_t count = 0;
  for (const NodeIndex at : selected) {
    Judgement judgement{Truth::kTrue, std::nullopt};
    if (rule.where) judgement = judge.judge(*rule.where, at);
    if (judgement.truth != Truth::kTrue) continue;
    if (++count > kMostMatchesOfARule) {
      complete = false;
      break;
    }
    const Node& node = document.node(at);
    ConfigMatch match;
    match.rule = rule.rule;
    const bool collection = node.kind == NodeKind::kMap || node.kind == NodeKind::kList;
    // A whole map is pointed at by its key: a finding of forty lines says nothing.
    match.span = collection && node.key_span.size() > 0 ? node.key_span : node.span;
    if (judgement.part && is_scalar(node) && node.kind != NodeKind::kAlias) {
      match.span = document.span_in(at, judgement.part->first, judgement.part->second);
    }
    match.message = filled_in(rule.message, document, at);
    match.key_path = document.key_path(at);
    verdict.matches.push_back(std::move(match));
  }
  if (!complete || judge.exhausted()) {
    verdict.failure =
        fmt::format("rule '{}' met its limit of {} values", rule.rule->rule.id, Selector::kMostVisited);
  }
}

ConfigVerdict ConfigEngine::judge(std::string_view path, std::string_view bytes, bool absence) const {
  ConfigVerdict verdict;
  const InputKind* kind = may_be_input(path) ? input_kind_of(path, bytes) : nullptr;
  if (kind == nullptr) return verdict;
  verdict.kind = kind->name;
  const DocumentReading reading = kind->read(bytes, limits_);
  verdict.failure = reading.failure;
  verdict.templated = reading.templated;
  for (const Document& document : reading.documents) {
    if (document.root() == kNoNode) continue;
    for (const auto& rule : compiled_) {
      const auto& inputs = rule->rule->inputs;
      if (std::find(inputs.begin(), inputs.end(), kind->name) == inputs.end()) continue;
      if (rule->rule->absence && !absence) continue;
      judge(*rule, document, verdict);
    }
  }
  std::sort(verdict.matches.begin(), verdict.matches.end(), [](const ConfigMatch& a, const ConfigMatch& b) {
    return std::tie(a.span, a.rule->rule.id, a.message) < std::tie(b.span, b.rule->rule.id, b.message);
  });
  return verdict;
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
