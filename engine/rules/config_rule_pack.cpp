#include "engine/rules/config_rule_pack.h"

#include <bit>
#include <cstdint>
#include <vector>

namespace trawl {
namespace {

constexpr std::size_t kDeepest = 32;

class Writer {
 public:
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) bytes_ += static_cast<char>(value | 0x80U);
    bytes_ += static_cast<char>(value);
  }
  void text(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }
  template <typename List>
  void texts(const List& list) {
    number(list.size());
    for (const std::string_view one : list) text(one);
  }
  void predicate(const ConfigPredicate& predicate) {
    number(static_cast<std::uint64_t>(predicate.kind));
    text(predicate.path);
    texts(predicate.texts);
    number(std::bit_cast<std::uint64_t>(predicate.number));
    number(std::bit_cast<std::uint64_t>(predicate.most));
    number(predicate.children.size());
    for (const ConfigPredicate& child : predicate.children) this->predicate(child);
  }
  void predicate(const std::optional<ConfigPredicate>& one) {
    number(one ? 1 : 0);
    if (one) predicate(*one);
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  [[nodiscard]] bool broken() const { return broken_; }
  [[nodiscard]] bool ended() const { return at_ == bytes_.size(); }

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; at_ < bytes_.size() && shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      value |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) return value;
    }
    broken_ = true;
    return 0;
  }
  // How many things follow, each of at least one byte.
  std::size_t count() {
    const std::uint64_t value = number();
    if (value > bytes_.size() - at_) broken_ = true;
    return broken_ ? 0 : static_cast<std::size_t>(value);
  }
  std::string_view text() {
    const std::size_t size = count();
    const std::string_view value = bytes_.substr(at_, size);
    at_ += size;
    return value;
  }
  std::vector<std::string_view> texts() {
    std::vector<std::string_view> list(count());
    for (std::string_view& one : list) one = text();
    return list;
  }
  ConfigPredicate predicate(std::size_t depth = 0) {
    ConfigPredicate predicate;
    if (depth > kDeepest) broken_ = true;
    if (broken_) return predicate;
    predicate.kind = static_cast<ConfigPredicate::Kind>(number());
    if (predicate.kind > ConfigPredicate::Kind::kCount) broken_ = true;
    predicate.path = text();
    predicate.texts = texts();
    predicate.number = std::bit_cast<double>(number());
    predicate.most = std::bit_cast<double>(number());
    const std::size_t children = count();
    for (std::size_t i = 0; i < children && !broken_; ++i)
      predicate.children.push_back(this->predicate(depth + 1));
    return predicate;
  }
  std::optional<ConfigPredicate> maybe_predicate() {
    if (number() == 0) return std::nullopt;
    return predicate();
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool broken_ = false;
};

}  // namespace

std::string pack_config_rules(const ConfigRuleSet& rules) {
  Writer out;
  out.number(rules.size());
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const ConfigRule& it = rules[i];
    for (const std::string_view text :
         {it.rule.id, it.rule.name, it.rule.description, it.rule.provider, it.rule.remediation,
          it.rule.reference, it.pack, it.select, it.message, it.owasp_reason}) {
      out.text(text);
    }
    out.number(static_cast<std::uint64_t>(it.rule.severity));
    out.number(static_cast<std::uint64_t>(it.rule.confidence));
    out.number(it.rule.cwe);
    out.texts(it.rule.tags);
    out.texts(it.inputs);
    out.predicate(it.when);
    out.predicate(it.where);
    out.number((it.once ? 1U : 0U) | (it.absence ? 2U : 0U));
    out.texts(it.examples);
    out.texts(it.negative_examples);
  }
  out.number(rules.facts().size());
  for (const ConfigFact& fact : rules.facts()) {
    out.text(fact.name);
    out.text(fact.path);
    out.text(fact.select);
    out.texts(fact.inputs);
    out.predicate(fact.when);
    out.predicate(fact.where);
  }
  return out.take();
}

Result<void> unpack_config_rules(std::string_view bytes, ConfigRuleSet& rules) {
  Reader in(bytes);
  const std::size_t count = in.count();
  for (std::size_t i = 0; i < count && !in.broken(); ++i) {
    ConfigRule it;
    it.rule.kind = RuleKind::kConfig;
    for (std::string_view* text :
         {&it.rule.id, &it.rule.name, &it.rule.description, &it.rule.provider, &it.rule.remediation,
          &it.rule.reference, &it.pack, &it.select, &it.message, &it.owasp_reason}) {
      *text = in.text();
    }
    it.rule.severity = static_cast<Severity>(in.number());
    it.rule.confidence = static_cast<Confidence>(in.number());
    it.rule.cwe = static_cast<std::uint16_t>(in.number());
    it.rule.tags = rules.text().keep(in.texts());
    it.inputs = in.texts();
    it.when = in.maybe_predicate();
    it.where = in.maybe_predicate();
    const std::uint64_t flags = in.number();
    it.once = (flags & 1U) != 0;
    it.absence = (flags & 2U) != 0;
    it.examples = in.texts();
    it.negative_examples = in.texts();
    if (!in.broken()) rules.add(std::move(it));
  }
  const std::size_t facts = in.count();
  for (std::size_t i = 0; i < facts && !in.broken(); ++i) {
    ConfigFact fact;
    fact.name = in.text();
    fact.path = in.text();
    fact.select = in.text();
    fact.inputs = in.texts();
    fact.when = in.maybe_predicate();
    fact.where = in.maybe_predicate();
    if (!in.broken()) rules.add(std::move(fact));
  }
  if (in.broken() || !in.ended()) return Error("the packed configuration rules are broken");
  return {};
}

}  // namespace trawl
