#include "engine/config/condition.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <re2/re2.h>

namespace trawl {
namespace {

using Kind = ConfigPredicate::Kind;

Truth negated(Truth truth) {
  if (truth == Truth::kUnknown) return truth;
  return truth == Truth::kTrue ? Truth::kFalse : Truth::kTrue;
}

Judgement whole(bool holds) {
  return {holds ? Truth::kTrue : Truth::kFalse, std::nullopt};
}

bool is_scalar(const Node& node) {
  return node.kind != NodeKind::kList && node.kind != NodeKind::kMap;
}

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

}  // namespace

Condition::~Condition() = default;
Condition::Condition(Condition&&) noexcept = default;
Condition& Condition::operator=(Condition&&) noexcept = default;

Result<Condition> Condition::compile(const ConfigPredicate& source) {
  Condition compiled;
  compiled.source_ = &source;
  if (!source.path.empty()) {
    Result<Selector> path = Selector::parse(source.path);
    if (!path) return path.error();
    compiled.path_ = std::move(*path);
  }
  if (source.kind == Kind::kMatches || source.kind == Kind::kKey) {
    const std::string_view text = source.texts[0];
    re2::RE2::Options options(re2::RE2::Quiet);
    options.set_encoding(re2::RE2::Options::EncodingLatin1);
    compiled.expression_ = std::make_unique<re2::RE2>(re2::StringPiece(text.data(), text.size()), options);
    if (!compiled.expression_->ok()) {
      return Error(
          fmt::format("the expression '{}' does not compile: {}", text, compiled.expression_->error()));
    }
  }
  if (source.kind == Kind::kNamed) {
    compiled.named_ = named_predicate(source.texts[0]);
    if (compiled.named_ == nullptr) return Error(fmt::format("unknown condition '{}'", source.texts[0]));
  }
  for (const ConfigPredicate& child : source.children) {
    Result<Condition> one = compile(child);
    if (!one) return one.error();
    compiled.children_.push_back(std::move(*one));
  }
  return compiled;
}

Judgement ConditionJudge::judge(const Condition& condition, NodeIndex value) {
  if (!condition.path_) return judge_one(condition, value);
  // A condition asks others while it looks at its values: each depth has a list that is used again.
  if (spare_.size() <= depth_) spare_.resize(depth_ + 1);
  std::vector<NodeIndex> found = std::exchange(spare_[depth_], {});
  ++depth_;
  const Judgement judgement = judge_at(condition, value, found);
  --depth_;
  found.clear();
  spare_[depth_] = std::move(found);
  return judgement;
}

Judgement ConditionJudge::judge_at(const Condition& condition, NodeIndex value,
                                   std::vector<NodeIndex>& found) {
  if (!condition.path_->select(document_, keys_, value, found)) exhausted_ = true;
  const Kind kind = condition.source_->kind;
  if (kind == Kind::kCount) {
    const auto count = static_cast<double>(found.size());
    return whole(count >= condition.source_->number && count <= condition.source_->most);
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
    const Judgement one = judge_one(condition, index);
    if (one.truth == Truth::kTrue) return {Truth::kTrue, std::nullopt};  // its part is another value's
    if (one.truth == Truth::kUnknown) best.truth = Truth::kUnknown;
  }
  return best;
}

Judgement ConditionJudge::judge_one(const Condition& condition, NodeIndex index) {
  const ConfigPredicate& source = *condition.source_;
  switch (source.kind) {
    case Kind::kAll: {
      Judgement all{Truth::kTrue, std::nullopt};
      for (const Condition& child : condition.children_) {
        const Judgement one = judge(child, index);
        if (one.truth == Truth::kFalse) return {};
        if (one.truth == Truth::kUnknown) all.truth = Truth::kUnknown;
        if (one.part && !all.part) all.part = one.part;
      }
      return all;
    }
    case Kind::kAny: {
      Judgement any;
      for (const Condition& child : condition.children_) {
        const Judgement one = judge(child, index);
        if (one.truth == Truth::kTrue) return one;
        if (one.truth == Truth::kUnknown) any.truth = Truth::kUnknown;
      }
      return any;
    }
    case Kind::kNot:
      return {negated(judge(condition.children_[0], index).truth), std::nullopt};
    default:
      break;
  }
  const NodeIndex at = document_.resolved(index);
  const Node& node = document_.node(at);
  if (is_unknown(index)) return {Truth::kUnknown, std::nullopt};
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
      if (!condition.expression_->Match(text, 0, text.size(), re2::RE2::UNANCHORED, &part, 1)) return {};
      const auto begin = static_cast<std::size_t>(part.data() - text.data());
      return {Truth::kTrue, std::pair(begin, begin + part.size())};
    }
    case Kind::kKey: {
      const std::string_view key = document_.node(index).key;
      const re2::StringPiece text(key.data(), key.size());
      return whole(re2::RE2::PartialMatch(text, *condition.expression_));
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
      return condition.named_->judge(document_, at);
    default:
      return {};
  }
}

}  // namespace trawl
