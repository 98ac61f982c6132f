#include "engine/assure/toml_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/base/escape.h"

namespace trawl {

std::optional<toml::table> TomlReader::parse(std::string_view text) {
  try {
    return toml::parse(text, file_);
  } catch (const toml::parse_error& error) {
    const toml::source_position& at = error.source().begin;
    errors_ = fmt::format("{}:{}:{}: not valid TOML: {}", file_, at.line, at.column, error.description());
    return std::nullopt;
  }
}

void TomlReader::complain(const toml::node& node, const std::string& why) {
  if (!errors_.empty()) errors_ += '\n';
  errors_ += fmt::format("{}:{}:{}: {}", file_, node.source().begin.line, node.source().begin.column, why);
}

void TomlReader::check_keys(const toml::table& table, std::initializer_list<std::string_view> known) {
  for (const auto& [key, node] : table) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
    // The key's own place: its value may begin on the same line, far behind it.
    if (!errors_.empty()) errors_ += '\n';
    errors_ += fmt::format("{}:{}:{}: unknown key '{}'; known are: {}", file_, key.source().begin.line,
                           key.source().begin.column, printable_text(key.str()), fmt::join(known, ", "));
  }
}

std::string TomlReader::text(const toml::table& table, std::string_view key) {
  std::string text = text_if_any(table, key);
  if (text.empty() && table.get(key) == nullptr)
    complain(table, fmt::format("'{}' is missing", key));
  else if (text.empty())
    complain(*table.get(key), fmt::format("'{}' must be a text that is not empty", key));
  return text;
}

std::string TomlReader::text_if_any(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return {};
  if (!node->is_string()) complain(*node, fmt::format("'{}' must be a text", key));
  return node->value<std::string>().value_or("");
}

std::vector<std::string> TomlReader::texts(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  std::vector<std::string> list;
  if (node == nullptr) return list;
  const toml::array* array = node->as_array();
  bool good = array != nullptr;
  for (std::size_t i = 0; good && i < array->size(); ++i) {
    good = (*array)[i].is_string();
    if (good) list.push_back(*(*array)[i].value<std::string>());
  }
  if (!good) complain(*node, fmt::format("'{}' must be a list of texts", key));
  return list;
}

std::optional<double> TomlReader::number(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::nullopt;
  if (!node->is_number()) complain(*node, fmt::format("'{}' must be a number", key));
  return node->value<double>();
}

bool TomlReader::truth(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return false;
  if (!node->is_boolean()) complain(*node, fmt::format("'{}' must be true or false", key));
  return node->value<bool>().value_or(false);
}

std::vector<const toml::table*> TomlReader::tables(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  std::vector<const toml::table*> list;
  if (node == nullptr) return list;
  const toml::array* array = node->as_array();
  bool good = array != nullptr;
  for (std::size_t i = 0; good && i < array->size(); ++i) {
    good = (*array)[i].is_table();
    if (good) list.push_back((*array)[i].as_table());
  }
  if (!good) complain(*node, fmt::format("'{}' must be a list of tables: write [[{}]]", key, key));
  return list;
}

}  // namespace trawl
