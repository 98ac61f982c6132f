#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "engine/base/result.h"
#include "engine/model/severity.h"

namespace trawl {

/// Reads tables of this part's own files: every key is known or an error, and every error names file, line
/// and column. For the sources of this folder only.
class TomlReader {
 public:
  explicit TomlReader(std::string_view file) : file_(file) {}

  /// Nothing where the text is no TOML; `errors` then says why.
  std::optional<toml::table> parse(std::string_view text);

  void complain(const toml::node& node, const std::string& why);
  void check_keys(const toml::table& table, std::initializer_list<std::string_view> known);

  std::string text(const toml::table& table, std::string_view key);         ///< must be there and not empty
  std::string text_if_any(const toml::table& table, std::string_view key);  ///< empty where it is not there
  std::vector<std::string> texts(const toml::table& table, std::string_view key);
  std::optional<double> number(const toml::table& table, std::string_view key);
  bool truth(const toml::table& table, std::string_view key);  ///< false where it is not there
  std::vector<const toml::table*> tables(const toml::table& table, std::string_view key);

  [[nodiscard]] const std::string& errors() const { return errors_; }

 private:
  std::string file_;
  std::string errors_;
};

}  // namespace trawl
