#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/assure/control.h"
#include "engine/assure/toml_reader.h"
#include "engine/base/glob.h"

namespace trawl {
namespace {

class FrameworkReader {
 public:
  explicit FrameworkReader(std::string_view file) : toml_(file) {}

  Result<Framework> read(std::string_view text) {
    const std::optional<toml::table> document = toml_.parse(text);
    if (!document) return Error(toml_.errors());
    toml_.check_keys(*document, {"framework", "key", "title", "note", "control"});
    framework_.id = toml_.text(*document, "framework");
    framework_.key = toml_.text(*document, "key");
    framework_.title = toml_.text(*document, "title");
    framework_.note = toml_.text_if_any(*document, "note");
    for (const toml::table* table : toml_.tables(*document, "control")) read_control(*table);
    if (framework_.controls.empty() && toml_.errors().empty())
      toml_.complain(*document, "there is no [[control]]");
    if (!toml_.errors().empty()) return Error(toml_.errors());
    return std::move(framework_);
  }

 private:
  void read_control(const toml::table& table) {
    toml_.check_keys(table, {"id", "title", "group", "rules", "scope", "level", "needs", "rollup", "measure",
                             "greater", "advice"});
    Control control;
    control.id = toml_.text(table, "id");
    control.title = toml_.text(table, "title");
    control.group = toml_.text_if_any(table, "group");
    control.rules = toml_.texts(table, "rules");
    control.scope = toml_.texts(table, "scope");
    control.rollup = toml_.texts(table, "rollup");
    control.measure = toml_.text_if_any(table, "measure");
    control.greater = toml_.number(table, "greater").value_or(0);
    control.advice = toml_.text_if_any(table, "advice");
    if (const std::string level = toml_.text_if_any(table, "level"); !level.empty()) {
      const auto severity = severity_named(level);
      if (severity)
        control.level = *severity;
      else
        toml_.complain(*table.get("level"), "'level' must be one of: low, medium, high, critical");
    }
    for (const std::string& need : toml_.texts(table, "needs")) {
      if (need == "attestation")
        control.attested = true;
      else if (need == "evidence")
        control.evidence = true;
      else if (need == "code")
        control.code = true;
      else if (need == "run")
        control.run = true;
      else if (need == "program")
        control.program = true;
      else if (need != "files")
        toml_.complain(
            *table.get("needs"),
            fmt::format("there is no need '{}'; known are: files, evidence, attestation, code, program, run",
                        need));
    }
    control.program = control.program || control.run ||
                      std::any_of(control.rules.begin(), control.rules.end(),
                                  [](const std::string& glob) { return glob.starts_with("*/"); });
    for (const std::string& glob : control.rules) {
      if (const auto compiled = Glob::compile(glob); !compiled)
        toml_.complain(*table.get("rules"), compiled.error().sentence());
    }
    for (const std::string& other : control.rollup) {
      if (!known(other))
        toml_.complain(*table.get("rollup"), fmt::format("no control '{}' stands before this one", other));
    }
    if (!control.id.empty() && known(control.id))
      toml_.complain(table, fmt::format("the control '{}' is there twice", control.id));
    framework_.controls.push_back(std::move(control));
  }

  [[nodiscard]] bool known(std::string_view id) const {
    const auto& all = framework_.controls;
    return std::any_of(all.begin(), all.end(), [&](const Control& control) { return control.id == id; });
  }

  TomlReader toml_;
  Framework framework_;
};

bool matches(std::string_view pattern, std::string_view name) {
  const Result<Glob> glob = Glob::compile(pattern);
  return glob && glob->matches(name, false);
}

}  // namespace

Result<Framework> read_framework(std::string_view file, std::string_view text) {
  return FrameworkReader(file).read(text);
}

bool glob_means(std::string_view glob, std::string_view family, std::string_view id) {
  const std::size_t slash = glob.find('/');
  if (slash == std::string_view::npos) return family != "secret" && !id.empty() && matches(glob, id);
  if (!matches(glob.substr(0, slash), family)) return false;
  const std::string_view rest = glob.substr(slash + 1);
  return id.empty() ? rest == "*" : matches(rest, id);
}

}  // namespace trawl
