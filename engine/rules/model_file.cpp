#include "engine/rules/model_file.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "engine/rules/model_table.h"
#include "engine/rules/rule_file.h"

namespace trawl {
namespace {

using Keys = std::vector<std::string_view>;

// What a model of each type may say. `function` and `class` name what it is about; alternatives stand between
// bars.
const std::vector<std::pair<std::string_view, Keys>>& types() {
  static const std::vector<std::pair<std::string_view, Keys>> table = {
      {"source",
       {"function", "class", "arity", "to", "level", "label", "mode", "returns", "scan_format", "allows",
        "clears", "value"}},
      {"sink", {"function", "class", "arity", "in", "kind", "label", "format", "rule", "value"}},
      {"propagate",
       {"function", "class", "arity", "from", "to", "mode", "format", "returns", "restores", "value"}},
      {"sanitize",
       {"function", "class", "arity", "from", "to", "mode", "format", "returns", "clears", "restores",
        "label", "value"}},
      {"validate", {"function", "class", "arity", "in", "when", "allows", "clears", "value"}},
      {"callback",
       {"function", "class", "arity", "in", "param0", "param1", "param2", "param3", "param4", "param5",
        "value"}},
      {"misuse", {"function", "class", "arity", "rule", "value"}},
      {"role", {"function",      "class",      "arity",      "key",      "iv",          "salt",
                "password",      "credential", "connection", "header",   "seed",        "iterations",
                "compared",      "sent",       "cleartext",  "token",    "constant",    "is",
                "contains",      "enables",    "below",      "at_least", "any_bit",     "high_word_below",
                "callback",      "always",     "result",     "negative", "rule",        "value",
                "argument_call", "login",      "stored",     "digested", "secret_name", "begins",
                "seen",          "only"}},
      {"state",
       {"function", "class", "arity", "to", "state", "carries", "object", "after", "needs", "unless", "rule",
        "with", "value", "argument_call", "secret_name"}},
      {"noreturn", {"function", "class", "arity", "value"}},
  };
  return table;
}

std::string quoted(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\')
      result += "\\\\";
    else if (c == '\t')
      result += "\\t";
    else if (c == '\n')
      result += "\\n";
    else if (c == '\r')
      result += "\\r";
    else
      result += c;
  }
  return result;
}

class ModelReader {
 public:
  explicit ModelReader(std::string_view file) : file_(file) {}

  Result<std::string> read(const toml::table& document) {
    Keys names;
    for (const auto& [name, keys] : types()) names.push_back(name);
    // In the order of the file, not of the keys: later models may refine earlier ones.
    for (const auto& [key, node] : document) {
      const auto type = std::find_if(types().begin(), types().end(),
                                     [&](const auto& entry) { return entry.first == key.str(); });
      if (type == types().end()) {
        unknown(node, key.str(), names);
        continue;
      }
      const toml::array* list = node.as_array();
      if (list == nullptr) {
        complain(node, fmt::format("'{}' must be a list of tables", key.str()));
        continue;
      }
      for (const toml::node& entry : *list) {
        if (const toml::table* table = entry.as_table())
          model(*table, type->first, type->second);
        else
          complain(entry, fmt::format("an entry of '{}' must be a table", key.str()));
      }
    }
    if (!errors_.empty()) return Error(errors_);
    return lines_;
  }

 private:
  void model(const toml::table& table, std::string_view type, const Keys& known) {
    std::string line(type);
    if (table.get("function") == nullptr) complain(table, fmt::format("a {} needs 'function'", type));
    for (const auto& [key, node] : table) {
      if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
        unknown(node, key.str(), known);
        continue;
      }
      line += '\t';
      line += key.str();
      line += '=';
      line += value(node, key.str());
    }
    lines_ += line;
    lines_ += '\n';
  }

  std::string value(const toml::node& node, std::string_view key) {
    if (const auto text = node.value<std::string>(); text && node.is_string()) return quoted(*text);
    if (const auto number = node.value<std::int64_t>(); number && node.is_integer())
      return std::to_string(*number);
    if (const toml::array* list = node.as_array()) {
      std::string joined;
      for (const toml::node& element : *list) {
        const auto text = element.value<std::string>();
        if (!text) complain(element, fmt::format("'{}' must hold strings", key));
        if (!joined.empty()) joined += ',';
        joined += quoted(text.value_or(""));
      }
      return joined;
    }
    complain(node, fmt::format("'{}' must be a string, a whole number or a list of strings", key));
    return {};
  }

  void unknown(const toml::node& node, std::string_view key, const Keys& known) {
    const std::string_view near = nearest(key, known);
    complain(node, near.empty() ? fmt::format("unknown key '{}'; known are: {}", key, fmt::join(known, ", "))
                                : fmt::format("unknown key '{}'; did you mean '{}'?", key, near));
  }

  void complain(const toml::node& node, std::string_view why) {
    if (!errors_.empty()) errors_ += '\n';
    errors_ += fmt::format("{}:{}:{}: {}", file_, node.source().begin.line, node.source().begin.column, why);
  }

  std::string_view file_;
  std::string lines_;
  std::string errors_;
};

template <typename Use>
Result<std::string> parsed(std::string_view file, std::string_view text, Use use) {
  try {
    const toml::table document = toml::parse(text, std::string(file));
    return use(document);
  } catch (const toml::parse_error& error) {
    return Error(fmt::format("{}:{}:{}: {}", file, error.source().begin.line, error.source().begin.column,
                             error.description()));
  }
}

}  // namespace

Result<std::string> read_model_table(std::string_view file, const toml::table& table) {
  return ModelReader(file).read(table);
}

Result<std::string> read_model_file(std::string_view file, std::string_view text) {
  return parsed(file, text, [&](const toml::table& document) { return ModelReader(file).read(document); });
}

Result<std::string> read_checker_rule(std::string_view file, std::string_view text) {
  return parsed(file, text, [&](const toml::table& document) -> Result<std::string> {
    const auto id = document["id"].value<std::string>();
    if (!id) return Error(fmt::format("{}: 'id' is missing", file));
    std::string lines;
    const auto add = [&](std::string_view kind) {
      lines += fmt::format("rule\tid={}\tkind={}\n", *id, kind);
    };
    if (const auto kind = document["sink_kind"].value<std::string>()) add(*kind);
    if (const toml::array* kinds = document["sink_kind"].as_array()) {
      for (const toml::node& kind : *kinds) add(kind.value<std::string>().value_or(""));
    }
    // A rule that models name, whatever the kind of their sinks.
    if (lines.empty()) lines = fmt::format("rule\tid={}\tvalue=named\n", *id);
    return lines;
  });
}

}  // namespace trawl
