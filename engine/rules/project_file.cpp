#include "engine/rules/project_file.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "engine/rules/model_table.h"
#include "engine/rules/rule_file.h"

namespace trawl {
namespace {

using Keys = std::vector<std::string_view>;

class ProjectReader {
 public:
  explicit ProjectReader(std::string_view file) : file_(file) {}

  Result<ProjectFile> read(const toml::table& document) {
    static const Keys sections = {"rules", "scan", "hook", "models"};
    check_keys(document, sections, "");
    if (const toml::table* rules = section(document, "rules")) read_rules(*rules);
    if (const toml::table* scan = section(document, "scan")) read_scan(*scan);
    if (const toml::table* hook = section(document, "hook")) read_hook(*hook);
    if (const toml::table* models = section(document, "models")) read_models(*models);
    if (!errors_.empty()) return Error(errors_);
    return std::move(project_);
  }

 private:
  void complain(const toml::node& node, const std::string& why) {
    if (!errors_.empty()) errors_ += '\n';
    errors_ += fmt::format("{}:{}:{}: {}", file_, node.source().begin.line, node.source().begin.column, why);
  }

  void check_keys(const toml::table& table, const Keys& known, std::string_view where) {
    for (const auto& [key, node] : table) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      const std::string_view near = nearest(key.str(), known);
      complain(node, fmt::format("unknown key '{}{}'; {}", where, key.str(),
                                 near.empty() ? fmt::format("known are: {}", fmt::join(known, ", "))
                                              : fmt::format("did you mean '{}'?", near)));
    }
  }

  const toml::table* section(const toml::table& document, std::string_view name) {
    const toml::node* node = document.get(name);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) complain(*node, fmt::format("'{}' must be a table: write [{}]", name, name));
    return node->as_table();
  }

  void strings(const toml::table& table, std::string_view key, std::vector<std::string>& into) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    const toml::array* array = node->as_array();
    bool good = array != nullptr;
    if (good) {
      for (const toml::node& element : *array) {
        const auto text = element.value<std::string>();
        good = good && element.is_string() && text;
        if (good) into.push_back(*text);
      }
    }
    if (!good) complain(*node, fmt::format("'{}' must be a list of strings", key));
  }

  void read_rules(const toml::table& table) {
    static const Keys keys = {"files", "disable", "severity"};
    check_keys(table, keys, "rules.");
    strings(table, "files", project_.rule_files);
    strings(table, "disable", project_.disabled_rules);
    if (const toml::table* severities = section(table, "severity")) {
      for (const auto& [key, node] : *severities) {
        const auto word = node.value<std::string>();
        const auto severity = word ? severity_named(*word) : std::nullopt;
        if (severity) {
          project_.severities.emplace_back(std::string(key.str()), *severity);
        } else {
          complain(node, fmt::format("the severity of '{}' must be one of: info, low, medium, high, critical",
                                     key.str()));
        }
      }
    }
  }

  void read_scan(const toml::table& table) {
    static const Keys keys = {"include", "exclude",  "max_file_size",
                              "fail_on", "baseline", "strict_checksums"};
    check_keys(table, keys, "scan.");
    strings(table, "include", project_.include);
    strings(table, "exclude", project_.exclude);
    if (const toml::node* node = table.get("max_file_size")) {
      const auto text = node->value<std::string>();
      project_.max_file_size = text ? size_named(*text) : std::nullopt;
      if (!project_.max_file_size) complain(*node, "'max_file_size' must be a size in quotes, as \"64MiB\"");
    }
    if (const toml::node* node = table.get("fail_on")) {
      const auto word = node->value<std::string>();
      project_.fail_on = word ? severity_named(*word) : std::nullopt;
      if (!project_.fail_on) complain(*node, "'fail_on' must be one of: info, low, medium, high, critical");
    }
    if (const toml::node* node = table.get("baseline")) {
      project_.baseline = node->value<std::string>();
      if (!node->is_string()) complain(*node, "'baseline' must be the path of a file");
    }
    if (const toml::node* node = table.get("strict_checksums")) {
      project_.strict_checksums = node->value<bool>();
      if (!node->is_boolean()) complain(*node, "'strict_checksums' must be true or false");
    }
  }

  void read_hook(const toml::table& table) {
    static const Keys keys = {"deadline", "on_deadline", "bypass", "comments"};
    check_keys(table, keys, "hook.");
    if (const toml::node* node = table.get("deadline")) {
      project_.hook_deadline = node->value<double>();
      if (!node->is_number() || !(*project_.hook_deadline >= 0 && *project_.hook_deadline <= kMaxDeadline)) {
        complain(*node, "'deadline' must be a number of seconds, at most 86400; 0 is none");
      }
    }
    if (const toml::node* node = table.get("on_deadline")) {
      const std::string word = node->value<std::string>().value_or("");
      project_.hook_pass_at_deadline = word == "pass";
      if (word != "pass" && word != "refuse") complain(*node, "'on_deadline' must be one of: refuse, pass");
    }
    if (const toml::node* node = table.get("bypass")) {
      project_.hook_bypass = node->value<bool>();
      if (!node->is_boolean()) complain(*node, "'bypass' must be true or false");
    }
    if (const toml::node* node = table.get("comments")) {
      project_.hook_comments = node->value<bool>();
      if (!node->is_boolean()) complain(*node, "'comments' must be true or false");
    }
  }

  void read_models(const toml::table& table) {
    strings(table, "files", project_.model_files);
    toml::table models = table;
    models.erase("files");
    Result<std::string> compact = read_model_table(file_, models);
    if (compact) {
      project_.models = std::move(*compact);
    } else {
      errors_ += (errors_.empty() ? "" : "\n") + compact.error().sentence();
    }
  }

  static constexpr double kMaxDeadline = 86400;

  std::string_view file_;
  ProjectFile project_;
  std::string errors_;
};

Error unknown_rule(std::string_view file, std::string_view id, const RuleSet& rules) {
  Keys ids;
  for (std::size_t i = 0; i < rules.size(); ++i) ids.push_back(rules[i].rule.id);
  const std::string_view near = nearest(id, ids);
  return Error(fmt::format(
      "{}: there is no rule '{}'{}", file, id,
      near.empty() ? "; `trawl rules list` shows all" : fmt::format("; did you mean '{}'?", near)));
}

}  // namespace

std::optional<std::uint64_t> size_named(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc()) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  constexpr std::string_view kLetters = "KMGT";
  if (unit.empty() || unit == "B") return number;
  const std::size_t power = kLetters.find(unit.front());
  const std::string_view rest = unit.substr(1);
  if (power == std::string_view::npos || !(rest.empty() || rest == "iB" || rest == "B")) return std::nullopt;
  const std::uint64_t shift = 10 * (power + 1);
  if (number > (UINT64_MAX >> shift)) return std::nullopt;
  return number << shift;
}

Result<ProjectFile> read_project_file(std::string_view file, std::string_view text) {
  try {
    const toml::table document = toml::parse(text, file);
    return ProjectReader(file).read(document);
  } catch (const toml::parse_error& error) {
    const toml::source_position& at = error.source().begin;
    return Error(fmt::format("{}:{}:{}: not valid TOML: {}", file, at.line, at.column, error.description()));
  }
}

Result<void> apply_to_rules(std::string_view file, const ProjectFile& project, RuleSet& rules,
                            const std::function<bool(std::string_view)>& is_other_rule) {
  for (const std::string& id : project.disabled_rules) {
    const auto position = rules.find(id);
    if (!position && is_other_rule && is_other_rule(id)) continue;
    if (!position) return unknown_rule(file, id, rules);
    rules.enable(*position, false);
  }
  for (const auto& [id, severity] : project.severities) {
    const auto position = rules.find(id);
    if (!position && is_other_rule && is_other_rule(id)) continue;
    if (!position) return unknown_rule(file, id, rules);
    rules.set_severity(*position, severity);
  }
  return {};
}

}  // namespace trawl
