#include "engine/rules/config_rule_file.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "engine/rules/owasp.h"
#include "engine/rules/rule_file.h"

namespace trawl {
namespace {

using Words = std::vector<std::string_view>;

const Words& file_keys() {
  static const Words keys = {"pack", "inputs", "reference", "owasp", "rule", "fact"};
  return keys;
}

const Words& rule_keys() {
  static const Words keys = {"id",          "name",
                             "description", "severity",
                             "confidence",  "cwe",
                             "inputs",      "select",
                             "when",        "where",
                             "message",     "absence",
                             "examples",    "negative_examples",
                             "remediation", "reference",
                             "owasp",       "owasp_reason",
                             "once"};
  return keys;
}

const Words& fact_keys() {
  static const Words keys = {"name", "path", "inputs", "select", "when", "where"};
  return keys;
}

const Words& predicate_keys() {
  static const Words keys = {"key", "path",    "all",  "any",     "not",     "exists",   "missing", "equals",
                             "in",  "matches", "less", "greater", "is_true", "is_false", "is",      "count"};
  return keys;
}

class ConfigFileReader {
 public:
  ConfigFileReader(std::string_view file, const ConfigNames& names, ConfigRuleSet& rules)
      : file_(file), names_(names), rules_(rules) {}

  Result<void> read(const toml::table& document) {
    check_keys(document, file_keys(), "");
    pack_ = text(document, "pack", "", true);
    inputs_ = words(document, "inputs", "");
    reference_ = text(document, "reference", "", false);
    if (const toml::node* owasp = document.get("owasp")) pack_owasp_ = owasp_of(*owasp, "");
    const toml::node* facts = document.get("fact");
    if (facts != nullptr && facts->is_array_of_tables()) {
      for (const toml::node& node : *facts->as_array()) read_fact(*node.as_table());
    }
    const toml::node* list = document.get("rule");
    if (list == nullptr && facts != nullptr) {
      // A file of facts alone.
    } else if (list == nullptr || !list->is_array_of_tables()) {
      complain(document, "", "there is no [[rule]] table; a rule file holds one for each rule");
    } else {
      for (const toml::node& node : *list->as_array()) read_rule(*node.as_table());
    }
    if (!errors_.empty()) return Error(errors_);
    for (ConfigRule& rule : found_) rules_.add(std::move(rule));
    for (ConfigFact& fact : found_facts_) rules_.add(std::move(fact));
    return {};
  }

 private:
  void complain(const toml::node& node, std::string_view id, std::string_view why) {
    if (!errors_.empty()) errors_ += '\n';
    const toml::source_region& source = node.source();
    errors_ += fmt::format("{}:{}:{}: {}{}", file_, source.begin.line, source.begin.column,
                           id.empty() ? "" : fmt::format("rule '{}': ", id), why);
  }

  void check_keys(const toml::table& table, const Words& known, std::string_view id) {
    for (const auto& [key, node] : table) {
      if (std::find(known.begin(), known.end(), key.str()) == known.end())
        unknown(node, id, "key", key.str(), known);
    }
  }

  void unknown(const toml::node& node, std::string_view id, std::string_view what, std::string_view word,
               const Words& known) {
    const std::string_view near = nearest(word, known);
    complain(node, id,
             near.empty() ? fmt::format("unknown {} '{}'; known are: {}", what, word, fmt::join(known, ", "))
                          : fmt::format("unknown {} '{}'; did you mean '{}'?", what, word, near));
  }

  std::string_view text_of(const toml::node& node, std::string_view key, std::string_view id) {
    const auto text = node.value<std::string>();
    if (!node.is_string() || !text) {
      complain(node, id, fmt::format("'{}' must be a string", key));
      return {};
    }
    return rules_.text().keep(*text);
  }

  std::string_view text(const toml::table& table, std::string_view key, std::string_view id, bool required) {
    if (const toml::node* node = table.get(key)) return text_of(*node, key, id);
    if (required) complain(table, id, fmt::format("'{}' is missing", key));
    return {};
  }

  Words words(const toml::table& table, std::string_view key, std::string_view id) {
    Words list;
    const toml::node* node = table.get(key);
    if (node == nullptr) return list;
    if (node->is_string()) return {text_of(*node, key, id)};
    if (const toml::array* array = node->as_array()) {
      for (const toml::node& element : *array) list.push_back(text_of(element, key, id));
    } else {
      complain(*node, id, fmt::format("'{}' must be a list of strings", key));
    }
    return list;
  }

  OwaspPlace owasp_of(const toml::node& node, std::string_view id) {
    OwaspPlace place;
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      complain(node, id, "'owasp' must be a table such as { 2021 = \"A05\", 2025 = \"A02\" }");
      return place;
    }
    check_keys(*table, {"2021", "2025"}, id);
    for (const auto& [key, value] : *table) {
      const std::string_view category = text_of(value, key.str(), id);
      if (category.size() != 3 || category[0] != 'A') {
        complain(value, id, "a category of OWASP is written as \"A05\"");
        continue;
      }
      (key.str() == "2021" ? place.in_2021 : place.in_2025) = category;
    }
    return place;
  }

  // Where the rule stands in OWASP's lists: by its weakness; else as its pack; else as the rule itself says,
  // with a reason.
  void set_owasp(const toml::table& table, std::string_view id, ConfigRule& rule) {
    OwaspPlace place = owasp_place_of(rule.rule.cwe);
    if (place.in_2021.empty()) place.in_2021 = pack_owasp_.in_2021;
    if (place.in_2025.empty()) place.in_2025 = pack_owasp_.in_2025;
    rule.owasp_reason = text(table, "owasp_reason", id, false);
    if (const toml::node* own = table.get("owasp")) {
      place = owasp_of(*own, id);
      if (rule.owasp_reason.empty())
        complain(*own, id, "'owasp_reason' is missing: why it is not in the place of its weakness");
    } else if (!rule.owasp_reason.empty()) {
      complain(table, id, "'owasp_reason' without 'owasp' says nothing");
    }
    std::vector<std::string_view> tags;
    for (const auto& [year, category] :
         {std::pair("2021", place.in_2021), std::pair("2025", place.in_2025)}) {
      if (category.empty()) continue;
      tags.push_back(rules_.text().keep(fmt::format("owasp-{}/a{}", year, category.substr(1))));
    }
    rule.rule.tags = rules_.text().keep(std::move(tags));
  }

  void check_inputs(const toml::table& table, std::string_view id, const Words& inputs) {
    for (const std::string_view input : inputs) {
      if (std::find(names_.inputs.begin(), names_.inputs.end(), input) == names_.inputs.end()) {
        unknown(table, id, "kind of input", input, names_.inputs);
      }
    }
  }

  void read_fact(const toml::table& table) {
    ConfigFact fact;
    fact.name = text(table, "name", "", true);
    check_keys(table, fact_keys(), fact.name);
    fact.path = text(table, "path", fact.name, false);
    fact.inputs = words(table, "inputs", fact.name);
    check_inputs(table, fact.name, fact.inputs);
    fact.select = text(table, "select", fact.name, false);
    if (const toml::node* when = table.get("when")) fact.when = predicate(*when, fact.name);
    if (const toml::node* where = table.get("where")) fact.where = predicate(*where, fact.name);
    if (fact.path.empty() && fact.inputs.empty())
      complain(table, fact.name, "a fact is told by a 'path' or by values of 'inputs'");
    found_facts_.push_back(std::move(fact));
  }

  template <typename Enum, typename Named>
  Enum choice(const toml::table& table, std::string_view key, std::string_view id, Enum otherwise,
              Named named, std::string_view known) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return otherwise;
    const auto word = node->value<std::string>();
    const auto value = word ? named(*word) : std::nullopt;
    if (!value) complain(*node, id, fmt::format("'{}' must be one of: {}", key, known));
    return value.value_or(otherwise);
  }

  std::vector<ConfigPredicate> predicates(const toml::node& node, std::string_view id, int depth) {
    std::vector<ConfigPredicate> list;
    const toml::array* array = node.as_array();
    if (array == nullptr) {
      complain(node, id, "'all' and 'any' hold a list of conditions");
      return list;
    }
    for (const toml::node& element : *array) list.push_back(predicate(element, id, depth + 1));
    return list;
  }

  static ConfigPredicate simple(ConfigPredicate::Kind kind) {
    ConfigPredicate predicate;
    predicate.kind = kind;
    return predicate;
  }

  // A table of conditions: all of them hold, for the value that `path` leads to.
  ConfigPredicate predicate(const toml::node& node, std::string_view id, int depth = 0) {
    using Kind = ConfigPredicate::Kind;
    ConfigPredicate all;
    const toml::table* table = node.as_table();
    if (table == nullptr || depth > 20) {
      complain(node, id, "a condition must be a table such as { path = \"user\", equals = \"root\" }");
      return all;
    }
    check_keys(*table, predicate_keys(), id);
    const std::string_view path = text(*table, "path", id, false);
    for (const auto& [key, value] : *table) {
      const std::string_view name = key.str();
      ConfigPredicate one;
      if (name == "all" || name == "any") {
        one.kind = name == "all" ? Kind::kAll : Kind::kAny;
        one.children = predicates(value, id, depth);
      } else if (name == "not") {
        one.kind = Kind::kNot;
        one.children.push_back(predicate(value, id, depth + 1));
      } else if (name == "exists" || name == "missing" || name == "is_true" || name == "is_false") {
        one.kind = name == "exists"    ? Kind::kExists
                   : name == "missing" ? Kind::kMissing
                   : name == "is_true" ? Kind::kIsTrue
                                       : Kind::kIsFalse;
        if (!value.value_or(false)) complain(value, id, fmt::format("'{}' can only be true", name));
      } else if (name == "equals" || name == "matches" || name == "is" || name == "key") {
        one.kind = name == "equals"    ? Kind::kEquals
                   : name == "matches" ? Kind::kMatches
                   : name == "key"     ? Kind::kKey
                                       : Kind::kNamed;
        one.texts.push_back(text_of(value, name, id));
        if (name == "is" && std::find(names_.predicates.begin(), names_.predicates.end(), one.texts[0]) ==
                                names_.predicates.end()) {
          unknown(value, id, "condition", one.texts[0], names_.predicates);
        }
      } else if (name == "in") {
        one.kind = Kind::kIn;
        one.texts = words(*table, "in", id);
      } else if (name == "less" || name == "greater") {
        one.kind = name == "less" ? Kind::kLess : Kind::kGreater;
        if (!value.is_number()) complain(value, id, fmt::format("'{}' must be a number", name));
        one.number = value.value_or(0.0);
      } else if (name == "count") {
        one.kind = Kind::kCount;
        const toml::array* range = value.as_array();
        if (range == nullptr || range->size() != 2) {
          complain(value, id, "'count' must be a list of the least and the greatest number");
        } else {
          one.number = range->get(0)->value_or(0.0);
          one.most = range->get(1)->value_or(0.0);
        }
      } else {
        continue;  // `path`, or an unknown key that was complained about
      }
      one.path = path;
      all.children.push_back(std::move(one));
    }
    if (all.children.empty()) complain(node, id, "a condition says nothing about the value");
    if (all.children.size() == 1) return std::move(all.children.front());
    return all;
  }

  void read_rule(const toml::table& table) {
    ConfigRule rule;
    const std::string_view id = text(table, "id", "", true);
    check_keys(table, rule_keys(), id);
    const bool kebab = !id.empty() && std::all_of(id.begin(), id.end(), [](unsigned char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (!kebab)
      complain(table, id, "'id' must be kebab-case: lower-case letters and digits with '-' between words");
    if (rules_.find(id) != nullptr || std::any_of(found_.begin(), found_.end(), [&](const ConfigRule& other) {
          return other.rule.id == id;
        })) {
      complain(table, id, "this id was used before");
    }
    rule.rule.kind = RuleKind::kConfig;
    rule.rule.id = id;
    rule.rule.name = text(table, "name", id, true);
    rule.rule.description = text(table, "description", id, true);
    rule.rule.provider = pack_;
    rule.rule.remediation = text(table, "remediation", id, true);
    rule.rule.reference = table.contains("reference") ? text(table, "reference", id, true) : reference_;
    rule.rule.severity =
        choice(table, "severity", id, Severity::kMedium, severity_named, "info, low, medium, high, critical");
    if (!table.contains("severity")) complain(table, id, "'severity' is missing");
    rule.rule.confidence =
        choice(table, "confidence", id, Confidence::kHigh, confidence_named, "low, medium, high, very-high");
    const auto cwe = table["cwe"].value<std::int64_t>();
    if (!cwe || *cwe < 1 || *cwe > 65535) complain(table, id, "'cwe' must be the number of a weakness (CWE)");
    rule.rule.cwe = static_cast<std::uint16_t>(cwe.value_or(0));
    rule.pack = pack_;
    rule.inputs = table.contains("inputs") ? words(table, "inputs", id) : inputs_;
    if (rule.inputs.empty()) complain(table, id, "'inputs' is missing: the kinds of files it judges");
    check_inputs(table, id, rule.inputs);
    set_owasp(table, id, rule);
    rule.select = text(table, "select", id, true);
    if (const toml::node* when = table.get("when")) rule.when = predicate(*when, id);
    if (const toml::node* where = table.get("where")) rule.where = predicate(*where, id);
    rule.message = text(table, "message", id, true);
    rule.absence = table["absence"].value_or(false);
    rule.once = table["once"].value_or(false);
    rule.examples = words(table, "examples", id);
    rule.negative_examples = words(table, "negative_examples", id);
    if (rule.examples.empty())
      complain(table, id, "'examples' is missing: a file in which it finds something");
    if (rule.negative_examples.empty()) {
      complain(table, id, "'negative_examples' is missing: a file in which it finds nothing");
    }
    found_.push_back(std::move(rule));
  }

  std::string_view file_;
  const ConfigNames& names_;
  ConfigRuleSet& rules_;
  std::string_view pack_;
  std::string_view reference_;
  Words inputs_;
  OwaspPlace pack_owasp_{"A05", "A02"};
  std::vector<ConfigRule> found_;
  std::vector<ConfigFact> found_facts_;
  std::string errors_;
};

}  // namespace

Result<void> add_config_rules(std::string_view file, std::string_view text, const ConfigNames& names,
                              ConfigRuleSet& rules) {
  try {
    const toml::table document = toml::parse(text, file);
    return ConfigFileReader(file, names, rules).read(document);
  } catch (const toml::parse_error& error) {
    const toml::source_position& at = error.source().begin;
    return Error(fmt::format("{}:{}:{}: not valid TOML: {}", file, at.line, at.column, error.description()));
  }
}

}  // namespace trawl
