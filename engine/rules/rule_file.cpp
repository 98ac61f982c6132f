#include "engine/rules/rule_file.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "engine/rules/needed_run.h"
#include "engine/rules/pattern_fragments.h"
#include "engine/rules/pattern_syntax.h"

namespace trawl {
namespace {

constexpr std::uint32_t kShortestLiteral = 3;    // shorter ones cost a quarter of all throughput
constexpr std::uint32_t kWidestStub = 512;       // bytes that history scanning reads again around each edit
constexpr std::uint32_t kWidestPattern = 65536;  // what the confirming engine may read

const std::vector<std::string_view>& file_keys() {
  static const std::vector<std::string_view> keys = {"provider", "rule"};
  return keys;
}

const std::vector<std::string_view>& rule_keys() {
  static const std::vector<std::string_view> keys = {
      "id",        "name",     "description", "severity",          "confidence",  "cwe",
      "pattern",   "keywords", "checksum",    "structure",         "min_entropy", "generic",
      "text_only", "requires", "examples",    "negative_examples", "remediation", "reference",
      "provider",  "role"};
  return keys;
}

std::optional<RuleRole> role_named(std::string_view word) {
  if (word == "secret") return RuleRole::kSecret;
  if (word == "identifier") return RuleRole::kIdentifier;
  if (word == "companion") return RuleRole::kCompanion;
  return std::nullopt;
}

bool is_kebab_case(std::string_view id) {
  if (id.empty() || id.front() == '-' || id.back() == '-') return false;
  return std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// Reads one file. Errors gather in `errors_`, so that a user mends a file in one go.
class FileReader {
 public:
  FileReader(std::string_view file, const ValidatorNames& validators, RuleSet& rules)
      : file_(file), validators_(validators), rules_(rules) {}

  Result<void> read(const toml::table& document) {
    check_keys(document, file_keys(), "");
    std::string_view provider = "user";
    if (const toml::node* node = document.get("provider")) provider = text_of(*node, "provider");
    const toml::node* list = document.get("rule");
    if (list == nullptr || !list->is_array_of_tables()) {
      complain(document, "", "there is no [[rule]] table; a rule file holds one for each rule");
    } else {
      for (const toml::node& node : *list->as_array()) read_rule(*node.as_table(), provider);
    }
    if (!errors_.empty()) return Error(errors_);
    for (const SecretRule& rule : found_) rules_.add(rule);
    return {};
  }

 private:
  void complain(const toml::node& node, std::string_view id, std::string_view why) {
    if (!errors_.empty()) errors_ += '\n';
    const toml::source_region& source = node.source();
    errors_ += fmt::format("{}:{}:{}: {}{}", file_, source.begin.line, source.begin.column,
                           id.empty() ? "" : fmt::format("rule '{}': ", id), why);
  }

  void check_keys(const toml::table& table, const std::vector<std::string_view>& known, std::string_view id) {
    for (const auto& [key, node] : table) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      const std::string_view near = nearest(key.str(), known);
      complain(node, id,
               near.empty()
                   ? fmt::format("unknown key '{}'; known are: {}", key.str(), fmt::join(known, ", "))
                   : fmt::format("unknown key '{}'; did you mean '{}'?", key.str(), near));
    }
  }

  std::string_view text_of(const toml::node& node, std::string_view key, std::string_view id = {}) {
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

  template <typename T>
  std::optional<T> number(const toml::table& table, std::string_view key, std::string_view id, double least,
                          double most) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return std::nullopt;
    const auto value = node->value<double>();
    if (!node->is_number() || !value || *value < least || *value > most) {
      complain(*node, id, fmt::format("'{}' must be a number from {} to {}", key, least, most));
      return std::nullopt;
    }
    return static_cast<T>(*value);
  }

  bool flag(const toml::table& table, std::string_view key, std::string_view id) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return false;
    if (!node->is_boolean()) complain(*node, id, fmt::format("'{}' must be true or false", key));
    return node->value_or(false);
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

  std::span<const std::string_view> words(const toml::table& table, std::string_view key,
                                          std::string_view id) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    std::vector<std::string_view> list;
    if (const toml::array* array = node->as_array()) {
      for (const toml::node& element : *array) list.push_back(text_of(element, key, id));
    } else {
      complain(*node, id, fmt::format("'{}' must be a list of strings", key));
    }
    return rules_.text().keep(std::move(list));
  }

  // Each example is a string, or a list of pieces that are joined.
  std::span<const Example> examples(const toml::table& table, std::string_view key, std::string_view id) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    const toml::array* array = node->as_array();
    if (array == nullptr) {
      complain(*node, id, fmt::format("'{}' must be a list of strings or of lists of pieces", key));
      return {};
    }
    std::vector<Example> list;
    for (const toml::node& element : *array) {
      std::vector<std::string_view> pieces;
      if (const toml::array* parts = element.as_array()) {
        for (const toml::node& part : *parts) pieces.push_back(text_of(part, key, id));
      } else {
        pieces.push_back(text_of(element, key, id));
      }
      list.push_back({rules_.text().keep(std::move(pieces))});
    }
    return rules_.text().keep(std::move(list));
  }

  std::span<const Requirement> requirements(const toml::table& table, std::string_view id) {
    const toml::node* node = table.get("requires");
    if (node == nullptr) return {};
    const toml::array* array = node->as_array();
    if (array == nullptr) {
      complain(*node, id, "'requires' must be a list of tables { rule = \"...\", within_lines = 5 }");
      return {};
    }
    static const std::vector<std::string_view> keys = {"rule", "within_lines", "same_directory"};
    std::vector<Requirement> list;
    for (const toml::node& element : *array) {
      const toml::table* partner = element.as_table();
      if (partner == nullptr) {
        complain(element, id, "'requires' must be a list of tables { rule = \"...\", within_lines = 5 }");
        continue;
      }
      check_keys(*partner, keys, id);
      Requirement requirement;
      requirement.rule = text(*partner, "rule", id, true);
      requirement.within_lines =
          number<std::uint32_t>(*partner, "within_lines", id, 0, 1'000'000).value_or(0);
      requirement.same_directory = flag(*partner, "same_directory", id);
      list.push_back(requirement);
    }
    return rules_.text().keep(std::move(list));
  }

  std::string_view pattern(const toml::table& table, std::string_view id) {
    const std::string_view written = text(table, "pattern", id, true);
    if (written.find("(?&") == std::string_view::npos) return written;
    const Result<std::string> whole = with_fragments(written);
    if (whole) return rules_.text().keep(*whole);
    complain(*table.get("pattern"), id, whole.error().sentence());
    return {};
  }

  std::string_view validator(const toml::table& table, std::string_view key, std::string_view id,
                             const std::vector<std::string_view>& known) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    const std::string_view name = text_of(*node, key, id);
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      const std::string_view near = nearest(name, known);
      complain(*node, id,
               fmt::format("there is no {} '{}'{}", key, name,
                           near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
    }
    return name;
  }

  void read_rule(const toml::table& table, std::string_view provider) {
    SecretRule rule;
    const std::string_view id = text(table, "id", "", true);
    if (!id.empty() && !is_kebab_case(id)) {
      complain(table, id, "'id' must be kebab-case: lower-case letters and digits with '-' between words");
    }
    check_keys(table, rule_keys(), id);
    for (const SecretRule& other : found_) {
      if (other.rule.id == id) complain(table, id, "this id was used before in this file");
    }
    rule.rule.id = id;
    rule.rule.name = text(table, "name", id, true);
    rule.rule.description = text(table, "description", id, true);
    rule.rule.provider = table.contains("provider") ? text(table, "provider", id, true) : provider;
    rule.rule.remediation = text(table, "remediation", id, true);
    rule.rule.reference = text(table, "reference", id, false);
    rule.rule.severity =
        choice(table, "severity", id, Severity::kHigh, severity_named, "low, medium, high, critical");
    if (!table.contains("severity")) complain(table, id, "'severity' is missing");
    rule.rule.confidence =
        choice(table, "confidence", id, Confidence::kHigh, confidence_named, "low, medium, high, very-high");
    rule.rule.cwe = number<std::uint16_t>(table, "cwe", id, 1, 65535).value_or(798);
    rule.pattern = pattern(table, id);
    rule.keywords = words(table, "keywords", id);
    rule.checksum = validator(table, "checksum", id, validators_.checksums);
    rule.structure = validator(table, "structure", id, validators_.structures);
    rule.min_entropy = number<float>(table, "min_entropy", id, 0, 8).value_or(0);
    rule.generic = flag(table, "generic", id);
    rule.text_only = flag(table, "text_only", id);
    rule.role = choice(table, "role", id, RuleRole::kSecret, role_named, "secret, identifier, companion");
    rule.requirements = requirements(table, id);
    rule.examples = examples(table, "examples", id);
    rule.negative_examples = examples(table, "negative_examples", id);
    if (!rule.pattern.empty()) {
      if (const auto derived = derive_from_pattern(rule, rules_.text()); !derived) {
        complain(*table.get("pattern"), id, derived.error().sentence());
      }
    }
    found_.push_back(rule);
  }

  std::string_view file_;
  const ValidatorNames& validators_;
  RuleSet& rules_;
  std::vector<SecretRule> found_;
  std::string errors_;
};

}  // namespace

Result<void> derive_from_pattern(SecretRule& rule, RuleText& text) {
  const Result<PatternNode> parsed = parse_pattern(rule.pattern);
  if (!parsed) return parsed.error();
  if (count_groups(*parsed, "secret") != 1) {
    return Error("the pattern must have exactly one group (?P<secret>...) around what is secret");
  }
  const PatternWidth width = width_of(*parsed);
  if (width.most > kWidestPattern) {
    return Error(
        fmt::format("the pattern matches texts without a bound (or over {} bytes); write {{n,m}} for '*', "
                    "'+' and '{{n,}}'",
                    kWidestPattern));
  }
  const PatternNode stub = stub_of(*parsed);
  const PatternWidth stub_width = width_of(stub);
  if (stub_width.least == 0) return Error("the pattern matches the empty text");
  if (stub_width.most > kWidestStub) {
    return Error(
        fmt::format("what comes before the last repeat is up to {} bytes wide, over {}; use shorter gaps",
                    stub_width.most, kWidestStub));
  }
  if (const std::uint32_t literal = weakest_literal(stub); literal < kShortestLiteral) {
    return Error(
        fmt::format("an alternative has no literal of {} bytes or more (the best has {}); put a prefix or a "
                    "keyword in front",
                    kShortestLiteral, literal));
  }
  rule.stub = text.keep(expression_of(stub));
  rule.stub_lead = leading_bytes(stub);
  rule.stub_prefix = text.keep(leading_literal(stub));
  rule.stub_run = needed_run_of(stub);
  rule.stub_min_width = stub_width.least;
  rule.stub_max_width = stub_width.most;
  rule.max_width = width.most;
  rule.public_prefix = std::min<std::uint32_t>(4, fixed_prefix_of_group(*parsed, "secret"));
  return {};
}

Result<void> add_rules(std::string_view file, std::string_view text, const ValidatorNames& validators,
                       RuleSet& rules) {
  try {
    const toml::table document = toml::parse(text, file);
    return FileReader(file, validators, rules).read(document);
  } catch (const toml::parse_error& error) {
    const toml::source_position& at = error.source().begin;
    return Error(fmt::format("{}:{}:{}: not valid TOML: {}", file, at.line, at.column, error.description()));
  }
}

}  // namespace trawl
