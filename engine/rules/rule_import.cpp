#include "engine/rules/rule_import.h"

#include <yaml.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "engine/rules/rule_file.h"

namespace trawl {
namespace {

constexpr std::size_t kMostRules = 10'000;
constexpr std::size_t kMostNodes = 1'000'000;
constexpr std::size_t kDeepestYaml = 64;
// Bounds for repeats that have none, tried one after another: a wide one keeps more, a narrow one is
// accepted.
constexpr std::array<std::size_t, 4> kBounds = {256, 100, 40, 16};

/// A rule of another tool, as far as both forms have a word for it.
struct ForeignRule {
  std::string id;
  std::string name;
  std::string description;
  std::string pattern;
  std::size_t group = 0;
  double entropy = 0;
  std::string confidence;
  std::string reference;
  std::vector<std::pair<std::string, std::size_t>> required;  ///< rule and distance in lines, 0: anywhere
  std::vector<std::string> examples;
  std::vector<std::string> negative_examples;
};

std::string kebab_case(std::string_view id) {
  std::string kebab;
  for (const char c : id) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 && byte < 0x80) {
      kebab += static_cast<char>(std::tolower(byte));
    } else if (!kebab.empty() && kebab.back() != '-') {
      kebab += '-';
    }
  }
  while (!kebab.empty() && kebab.back() == '-') kebab.pop_back();
  return kebab;
}

/// A basic string of TOML.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\u{:04X}", static_cast<unsigned>(byte));
    } else {
      out += c;
    }
  }
  return out + '"';
}

/// In two pieces, so that no scanner stops at the file.
std::string in_pieces(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) {
    std::size_t cut = text.size() / 2;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xc0U) == 0x80) --cut;
    list += fmt::format("  [{}, {}],\n", quoted(text.substr(0, cut)), quoted(text.substr(cut)));
  }
  return list;
}

std::string toml_of(const ForeignRule& rule, const std::string& pattern) {
  std::string text = "[[rule]]\n";
  text += fmt::format("id = {}\nname = {}\ndescription = {}\nseverity = \"high\"\n", quoted(rule.id),
                      quoted(rule.name), quoted(rule.description));
  if (!rule.confidence.empty()) text += fmt::format("confidence = {}\n", quoted(rule.confidence));
  text += fmt::format("pattern = {}\n", quoted(pattern));
  if (rule.entropy > 0) text += fmt::format("min_entropy = {:.2f}\n", rule.entropy);
  if (!rule.required.empty()) {
    text += "requires = [";
    for (const auto& [id, lines] : rule.required) {
      text += text.ends_with('[') ? "" : ", ";
      text += fmt::format("{{ rule = {}", quoted(id));
      if (lines > 0) text += fmt::format(", within_lines = {}", lines);
      text += " }";
    }
    text += "]\n";
  }
  if (!rule.examples.empty()) text += "examples = [\n" + in_pieces(rule.examples) + "]\n";
  if (!rule.negative_examples.empty())
    text += "negative_examples = [\n" + in_pieces(rule.negative_examples) + "]\n";
  text +=
      "remediation = \"Revoke the secret where it was issued, issue a new one, then remove it from "
      "history.\"\n";
  if (!rule.reference.empty()) text += fmt::format("reference = {}\n", quoted(rule.reference));
  return text;
}

/// Gathers rules, each tried by our own reader.
class Collector {
 public:
  explicit Collector(std::string_view tool) {
    imported_.text =
        fmt::format("# Made by trawl rules import from rules of {}.\nprovider = \"imported\"\n", tool);
  }

  void note(std::string sentence) { imported_.notes.push_back(std::move(sentence)); }
  void note(const ForeignRule& rule, std::string_view what) {
    note(fmt::format("rule '{}': {}", rule.id, what));
  }

  void add(ForeignRule rule) {
    const std::string foreign_id = rule.id;
    rule.id = kebab_case(rule.id.empty() ? rule.name : rule.id);
    if (rule.id.empty()) rule.id = "imported";
    const std::string base = rule.id;
    for (int i = 2; !ids_.insert(rule.id).second; ++i) rule.id = fmt::format("{}-{}", base, i);
    if (rule.id != foreign_id && !foreign_id.empty())
      note(fmt::format("rule '{}': its id is '{}' now", foreign_id, rule.id));
    if (rule.name.empty()) rule.name = rule.id;
    if (rule.description.empty()) rule.description = rule.name;
    for (auto& [id, lines] : rule.required) id = kebab_case(id);
    if (rule.pattern.empty())
      return leave_out(rule, "it has no expression: rules on paths alone have no counterpart");

    std::string refusal;
    std::string previous;
    for (const std::size_t bound : kBounds) {
      const std::string pattern = converted_pattern(rule.pattern, rule.group, bound);
      if (pattern == previous) break;
      previous = pattern;
      const std::string text = toml_of(rule, pattern);
      RuleSet trial;
      if (const auto added = add_rules("import", "provider = \"x\"\n" + text, {}, trial); !added) {
        refusal = added.error().sentence();
        continue;
      }
      if (pattern != converted_pattern(rule.pattern, rule.group, 999)) {
        note(rule, fmt::format("repeats without a bound end at {}", bound));
      }
      imported_.text += "\n" + text;
      ++imported_.carried;
      return;
    }
    // The place in our own trial is of no use to anybody.
    const std::size_t mark = refusal.find("': ");
    leave_out(rule, mark == std::string::npos ? refusal : refusal.substr(mark + 3));
  }

  [[nodiscard]] std::size_t count() const { return imported_.carried + imported_.left_out; }
  ImportedRules finish() { return std::move(imported_); }

 private:
  void leave_out(const ForeignRule& rule, std::string_view why) {
    ++imported_.left_out;
    note(rule, fmt::format("left out: {}", why));
  }

  ImportedRules imported_;
  std::set<std::string> ids_;
};

std::string text_of(const toml::table& table, std::string_view key) {
  return table[key].value<std::string>().value_or("");
}

ForeignRule gitleaks_rule(const toml::table& table, Collector& collector) {
  ForeignRule rule;
  rule.id = text_of(table, "id");
  rule.description = text_of(table, "description");
  rule.pattern = text_of(table, "regex");
  rule.group = static_cast<std::size_t>(
      std::clamp<std::int64_t>(table["secretGroup"].value<std::int64_t>().value_or(0), 0, 100));
  rule.entropy = std::clamp(table["entropy"].value<double>().value_or(0), 0.0, 8.0);
  if (table.contains("path") && !rule.pattern.empty()) {
    collector.note(rule, fmt::format("it is no longer limited to paths like '{}'", text_of(table, "path")));
  }
  for (const std::string_view list : {"allowlist", "allowlists"}) {
    if (table.contains(list))
      collector.note(
          rule, "its allow list is not carried over; accept what it let pass in a baseline or ignore file");
  }
  for (const std::string_view filter : {"filter", "validate", "prefilter"}) {
    if (table.contains(filter))
      collector.note(rule, fmt::format("its expression '{}' is not carried over", filter));
  }
  if (const toml::array* required = table["required"].as_array()) {
    for (const toml::node& node : *required) {
      const toml::table* partner = node.as_table();
      if (partner == nullptr) continue;
      const auto lines = (*partner)["withinLines"].value<std::int64_t>().value_or(0);
      rule.required.emplace_back(text_of(*partner, "id"),
                                 static_cast<std::size_t>(std::clamp<std::int64_t>(lines, 0, 1'000'000)));
      collector.note(rule, "its required rules raise its grade here, and are no condition");
    }
  }
  return rule;
}

/// A document as a tree. Aliases are not followed: a few lines of them expand without end.
struct YamlNode {
  enum class Kind : std::uint8_t { kScalar, kList, kMap };
  Kind kind = Kind::kScalar;
  std::string text;
  std::vector<YamlNode> items;
  std::vector<std::pair<std::string, YamlNode>> members;

  [[nodiscard]] const YamlNode* get(std::string_view key) const {
    for (const auto& [name, value] : members) {
      if (name == key) return &value;
    }
    return nullptr;
  }
  [[nodiscard]] std::string text_at(std::string_view key) const {
    const YamlNode* value = get(key);
    return value != nullptr && value->kind == Kind::kScalar ? value->text : "";
  }
  [[nodiscard]] std::vector<std::string> texts_at(std::string_view key) const {
    std::vector<std::string> texts;
    const YamlNode* value = get(key);
    if (value == nullptr) return texts;
    for (const YamlNode& item : value->items) {
      if (item.kind == Kind::kScalar) texts.push_back(item.text);
    }
    return texts;
  }
};

Result<YamlNode> read_yaml(std::string_view file, std::string_view text) {
  yaml_parser_t parser;
  if (yaml_parser_initialize(&parser) == 0)
    return Error(fmt::format("{}: there is no memory to read it", file));
  struct End {
    yaml_parser_t& parser;
    ~End() { yaml_parser_delete(&parser); }
  } const end{parser};
  yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(text.data()), text.size());

  struct Open {
    YamlNode node;
    std::string key;
    bool has_key = false;
  };
  std::vector<Open> open(1);
  open.front().node.kind = YamlNode::Kind::kList;
  const auto put = [&](YamlNode node) {
    Open& parent = open.back();
    if (parent.node.kind == YamlNode::Kind::kList) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.has_key) {
      parent.key = std::move(node.text);
      parent.has_key = true;
    } else {
      parent.node.members.emplace_back(std::move(parent.key), std::move(node));
      parent.has_key = false;
    }
  };
  for (std::size_t nodes = 0;; ++nodes) {
    yaml_event_t event;
    if (yaml_parser_parse(&parser, &event) == 0) {
      return Error(fmt::format("{}:{}:{}: not valid YAML: {}", file, parser.problem_mark.line + 1,
                               parser.problem_mark.column + 1,
                               parser.problem != nullptr ? parser.problem : "unknown"));
    }
    struct EventEnd {
      yaml_event_t& event;
      ~EventEnd() { yaml_event_delete(&event); }
    } const event_end{event};
    switch (event.type) {
      case YAML_STREAM_END_EVENT:
        return open.front().node.items.empty() ? YamlNode() : std::move(open.front().node.items.front());
      case YAML_SCALAR_EVENT: {
        YamlNode node;
        node.text.assign(reinterpret_cast<const char*>(event.data.scalar.value), event.data.scalar.length);
        put(std::move(node));
        break;
      }
      case YAML_ALIAS_EVENT:
        put({});
        break;
      case YAML_SEQUENCE_START_EVENT:
      case YAML_MAPPING_START_EVENT: {
        if (open.size() > kDeepestYaml)
          return Error(fmt::format("{}: nested more than {} deep", file, kDeepestYaml));
        Open inner;
        inner.node.kind =
            event.type == YAML_SEQUENCE_START_EVENT ? YamlNode::Kind::kList : YamlNode::Kind::kMap;
        open.push_back(std::move(inner));
        break;
      }
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT: {
        YamlNode node = std::move(open.back().node);
        open.pop_back();
        put(std::move(node));
        break;
      }
      default:
        break;
    }
    if (nodes > kMostNodes) return Error(fmt::format("{}: it has more than {} values", file, kMostNodes));
  }
}

/// Copies a pattern, group by group and repeat by repeat.
class PatternConverter {
 public:
  PatternConverter(std::string_view pattern, std::size_t group, std::size_t most)
      : pattern_(pattern), group_(group == 0 ? 1 : group), most_(most) {}

  std::string convert() {
    while (at_ < pattern_.size()) step();
    if (!named_) {
      // Flags in front hold for all of it and stay there.
      std::size_t front = 0;
      while (out_.compare(front, 2, "(?") == 0) {
        const std::size_t close = out_.find_first_not_of("imsU-", front + 2);
        if (close == std::string::npos || out_[close] != ')') break;
        front = close + 1;
      }
      out_.insert(front, "(?P<secret>");
      out_ += ')';
    }
    return std::move(out_);
  }

 private:
  void step() {
    const char c = pattern_[at_];
    if (c == '\\') return copy_escape();
    if (c == '[') return copy_class();
    if (c == '(') return copy_group();
    if (extended_ && std::isspace(static_cast<unsigned char>(c)) != 0) {
      ++at_;
      return;
    }
    if (extended_ && c == '#') {
      at_ = std::min(pattern_.find('\n', at_), pattern_.size());
      return;
    }
    if (c == '*' || c == '+') {
      out_ += fmt::format("{{{},{}}}", c == '*' ? 0 : 1, most_);
      ++at_;
      return;
    }
    if (c == '{' && copy_open_count()) return;
    out_ += c;
    ++at_;
  }

  void copy_escape() {
    const std::size_t size = std::min<std::size_t>(2, pattern_.size() - at_);
    const std::string_view escape = pattern_.substr(at_, size);
    at_ += size;
    // A space or `#` is escaped for the extended form only; `\z` and `\A` have the end of a line for their
    // next of kin.
    if (escape == "\\z" || escape == "\\Z") {
      out_ += '$';
    } else if (escape == "\\A") {
      out_ += '^';
    } else if (escape == "\\h") {
      out_ += "[ \\t]";
    } else {
      out_ += escape;
    }
  }

  void copy_class() {
    std::size_t end = at_ + 1;
    if (end < pattern_.size() && pattern_[end] == '^') ++end;
    if (end < pattern_.size() && pattern_[end] == ']') ++end;
    while (end < pattern_.size() && pattern_[end] != ']') {
      if (pattern_.substr(end, 2) == "[:") {
        const std::size_t named = pattern_.find(":]", end + 2);
        end = named == std::string_view::npos ? end + 1 : named + 2;
      } else {
        end += pattern_[end] == '\\' ? 2 : 1;
      }
    }
    end = std::min(end + 1, pattern_.size());
    out_ += pattern_.substr(at_, end - at_);
    at_ = end;
  }

  void copy_group() {
    const std::string_view rest = pattern_.substr(at_);
    if (rest.starts_with("(?#")) {
      at_ = std::min(pattern_.find(')', at_), pattern_.size() - 1) + 1;
      return;
    }
    const bool named = rest.starts_with("(?P<") ||
                       (rest.starts_with("(?<") && rest.size() > 3 && rest[3] != '=' && rest[3] != '!');
    if (rest.starts_with("(?") && !named) return copy_flags();
    ++count_;
    const std::size_t close = named ? rest.find('>') : 0;
    at_ += named ? std::min(close + 1, rest.size()) : 1;
    if (count_ == group_) {
      out_ += "(?P<secret>";
      named_ = true;
    } else {
      out_ += "(?:";
    }
  }

  /// `(?x)` and `(?x:`: the flag is taken out and obeyed.
  void copy_flags() {
    const std::size_t end = pattern_.find_first_of(":)=!", at_);
    if (end == std::string_view::npos) {
      out_ += pattern_.substr(at_);
      at_ = pattern_.size();
      return;
    }
    std::string flags(pattern_.substr(at_, end + 1 - at_));
    const std::size_t x = flags.find('x');
    if (x != std::string::npos && flags.find('<') == std::string::npos) {
      if (flags.find('-') > x) extended_ = true;
      flags.erase(x, 1);
    }
    at_ = end + 1;
    if (flags != "(?)") out_ += flags;
  }

  bool copy_open_count() {
    std::size_t end = at_ + 1;
    while (end < pattern_.size() && std::isdigit(static_cast<unsigned char>(pattern_[end])) != 0) ++end;
    if (end == at_ + 1 || pattern_.substr(end, 2) != ",}" || end - at_ > 5) return false;
    const std::string least(pattern_.substr(at_ + 1, end - at_ - 1));
    out_ += fmt::format("{{{},{}}}", least, std::max<std::size_t>(most_, std::stoul(least)));
    at_ = end + 2;
    return true;
  }

  std::string_view pattern_;
  std::size_t group_;
  std::size_t most_;
  std::size_t at_ = 0;
  std::size_t count_ = 0;
  bool named_ = false;
  bool extended_ = false;
  std::string out_;
};

}  // namespace

std::string converted_pattern(std::string_view pattern, std::size_t group, std::size_t most) {
  return PatternConverter(pattern, group, most).convert();
}

Result<ImportedRules> import_gitleaks(std::string_view file, std::string_view text) {
  try {
    const toml::table document = toml::parse(text, file);
    Collector collector("gitleaks");
    if (document.contains("extend"))
      collector.note("[extend] is not followed: import the configuration it names by itself");
    for (const std::string_view list : {"allowlist", "allowlists"}) {
      if (document.contains(list)) {
        collector.note(fmt::format(
            "[{}] of the whole configuration is not carried over; write paths into .trawlignore or --exclude",
            list));
      }
    }
    const toml::array* rules = document["rules"].as_array();
    if (rules == nullptr) return Error(fmt::format("{}: it has no [[rules]]", file));
    for (const toml::node& node : *rules) {
      if (collector.count() == kMostRules)
        return Error(fmt::format("{}: it has more than {} rules", file, kMostRules));
      if (const toml::table* table = node.as_table()) collector.add(gitleaks_rule(*table, collector));
    }
    return collector.finish();
  } catch (const toml::parse_error& error) {
    const toml::source_position& at = error.source().begin;
    return Error(fmt::format("{}:{}:{}: not valid TOML: {}", file, at.line, at.column, error.description()));
  }
}

Result<ImportedRules> import_noseyparker(std::string_view file, std::string_view text) {
  const Result<YamlNode> document = read_yaml(file, text);
  if (!document) return document.error();
  const YamlNode* rules = document->get("rules");
  if (rules == nullptr || rules->kind != YamlNode::Kind::kList)
    return Error(fmt::format("{}: it has no list 'rules'", file));
  Collector collector("Nosey Parker or one of its kin");
  for (const YamlNode& node : rules->items) {
    if (collector.count() == kMostRules)
      return Error(fmt::format("{}: it has more than {} rules", file, kMostRules));
    ForeignRule rule;
    rule.id = node.text_at("id");
    rule.name = node.text_at("name");
    rule.description = node.text_at("description");
    rule.pattern = node.text_at("pattern");
    rule.confidence = node.text_at("confidence");
    if (rule.confidence != "low" && rule.confidence != "medium" && rule.confidence != "high")
      rule.confidence.clear();
    const std::string entropy = node.text_at("min_entropy");
    char* entropy_end = nullptr;
    rule.entropy = std::clamp(std::strtod(entropy.c_str(), &entropy_end), 0.0, 8.0);
    rule.examples = node.texts_at("examples");
    rule.negative_examples = node.texts_at("negative_examples");
    if (const auto references = node.texts_at("references"); !references.empty())
      rule.reference = references.front();
    for (const std::string_view key :
         {"validation", "depends_on_rule", "pattern_requirements", "revocation"}) {
      if (node.get(key) != nullptr) collector.note(rule, fmt::format("'{}' is not carried over", key));
    }
    collector.add(std::move(rule));
  }
  return collector.finish();
}

}  // namespace trawl
