#include "tools/trawl/setup.h"

#include <algorithm>
#include <cstdlib>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "engine/match/validators/validator.h"
#include "engine/rules/model_file.h"
#include "engine/sast/models.h"
#include "engine/store/file.h"
#include "tools/trawl/builtin.h"
#include "tools/trawl/dependency_rules.h"
#include "tools/trawl/flow_rules.h"

namespace trawl {
namespace {

constexpr std::size_t kMostConfiguration = std::size_t{1} << 20;
constexpr std::size_t kMostRules = std::size_t{16} << 20;
constexpr const char* kProjectFile = ".trawl.toml";

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

std::string below(const std::string& folder, const std::string& path) {
  return path.starts_with('/') || folder == "." ? path : folder + "/" + path;
}

std::string user_configuration() {
  const char* xdg = std::getenv("XDG_CONFIG_HOME");
  if (xdg != nullptr && xdg[0] == '/') return std::string(xdg) + "/trawl/config.toml";
  const char* home = std::getenv("HOME");
  if (home != nullptr && home[0] == '/') return std::string(home) + "/.config/trawl/config.toml";
  return {};
}

// `folder` is what paths in it are relative to; `of_base` says that these are of the base revision.
Result<void> add_layer(const std::string& path, std::string folder, bool of_base, const std::string& text,
                       Setup& setup) {
  Result<ProjectFile> file = read_project_file(path, text);
  if (!file) return file.error();
  ProjectFile& merged = setup.merged;
  const auto append = [](std::vector<std::string>& all, const std::vector<std::string>& more) {
    all.insert(all.end(), more.begin(), more.end());
  };
  append(merged.include, file->include);
  append(merged.exclude, file->exclude);
  if (file->max_file_size) merged.max_file_size = file->max_file_size;
  if (file->fail_on) merged.fail_on = file->fail_on;
  if (file->strict_checksums) merged.strict_checksums = file->strict_checksums;
  if (file->hook_deadline) merged.hook_deadline = file->hook_deadline;
  if (file->hook_pass_at_deadline) merged.hook_pass_at_deadline = file->hook_pass_at_deadline;
  if (file->hook_bypass) merged.hook_bypass = file->hook_bypass;
  if (file->hook_comments) merged.hook_comments = file->hook_comments;
  if (file->baseline) {
    merged.baseline = file->baseline;
    setup.baseline_folder = folder;
    setup.baseline_of_base = of_base;
  }
  setup.layers.push_back({path, std::move(folder), std::move(*file), of_base});
  return {};
}

Result<void> add_layer(const std::string& path, Setup& setup) {
  const Result<std::string> text = read_regular_file(path, {.most_bytes = kMostConfiguration});
  if (!text) return text.error().during("reading the configuration");
  return add_layer(path, folder_of(path), false, *text, setup);
}

Result<void> add_layers(const CommandLine& command_line, const std::string& base, Setup& setup) {
  Result<std::optional<BaseRevision>> asked = BaseRevision::asked(command_line, base);
  if (!asked) return asked.error();
  setup.base_revision = std::move(*asked);
  if (command_line.no_config) return {};
  if (const std::string user = user_configuration(); !user.empty() && file_exists(user)) {
    if (const auto added = add_layer(user, setup); !added) return added;
  }
  if (!command_line.config.empty()) return add_layer(command_line.config, setup);
  if (setup.base_revision) {
    const auto text = setup.base_revision->read(kProjectFile, kMostConfiguration);
    if (!text) return text.error().during("reading the configuration");
    if (*text) return add_layer(setup.base_revision->shown(kProjectFile), "", true, **text, setup);
  }
  const std::string project = below(base, kProjectFile);
  if (!file_exists(project)) return {};
  if (command_line.untrusted) {
    setup.notifications.push_back(
        notify(Reason::kConfigurationIgnored, kProjectFile,
               "the configuration of the scanned tree is not honoured (--untrusted)"));
    return {};
  }
  return add_layer(project, setup);
}

// Moves what a layer says about rules of flows into the setup; what is left is about secrets.
ProjectFile take_flow_rules(ProjectFile file, Setup& setup) {
  const auto is_flow_rule = [](std::string_view id) {
    const std::span<const FlowRule> all = builtin_flow_rules();
    return std::any_of(all.begin(), all.end(), [&](const FlowRule& rule) { return rule.rule.id == id; });
  };
  for (const std::string& id : file.disabled_rules) {
    if (is_flow_rule(id)) setup.disabled_flow_rules.push_back(id);
  }
  for (const auto& [id, severity] : file.severities) {
    if (is_flow_rule(id)) setup.flow_severities.insert_or_assign(id, severity);
  }
  std::erase_if(file.disabled_rules, is_flow_rule);
  std::erase_if(file.severities, [&](const auto& entry) { return is_flow_rule(entry.first); });
  const auto is_dependency_rule = [](std::string_view id) {
    const std::span<const Rule> all = builtin_dependency_rules();
    return std::any_of(all.begin(), all.end(), [&](const Rule& rule) { return rule.id == id; });
  };
  for (const std::string& id : file.disabled_rules) {
    if (is_dependency_rule(id)) setup.disabled_dependency_rules.push_back(id);
  }
  for (const auto& [id, severity] : file.severities) {
    if (is_dependency_rule(id)) setup.dependency_severities.insert_or_assign(id, severity);
  }
  std::erase_if(file.disabled_rules, is_dependency_rule);
  std::erase_if(file.severities, [&](const auto& entry) { return is_dependency_rule(entry.first); });
  return file;
}

Result<void> add_rule_file_of(const BaseRevision& base, const std::string& file, RuleSet& rules) {
  const auto text = base.read(file, kMostRules);
  if (!text) return text.error().during("reading rules");
  if (!*text) return Error(fmt::format("reading rules: {}: there is no such file", base.shown(file)));
  return add_rules(base.shown(file), **text, known_validators(), rules);
}

// Models are checked here: what a worker finds wrong with them it could say of no place in a file.
Result<void> add_models(const std::string& name, std::string compact, Setup& setup) {
  const Result<std::vector<sast::Model>> models = sast::Models::decode(name, compact);
  if (!models) return models.error();
  for (const sast::Model& model : *models) {
    if (model.rule.empty()) continue;
    const std::span<const FlowRule> all = builtin_flow_rules();
    if (std::any_of(all.begin(), all.end(), [&](const FlowRule& rule) { return rule.rule.id == model.rule; }))
      continue;
    std::vector<std::string_view> ids;
    for (const FlowRule& rule : all) ids.push_back(rule.rule.id);
    const std::string_view near = nearest(model.rule, ids);
    return Error(fmt::format("{}: the model of '{}' names the rule '{}', which is none about C and C++{}",
                             name, model.function, model.rule,
                             near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
  }
  if (!compact.empty()) setup.models.push_back({name, std::move(compact)});
  return {};
}

Result<void> add_models_of(const ConfigurationLayer& layer, Setup& setup) {
  if (const auto added = add_models(layer.path, layer.file.models, setup); !added) return added;
  for (const std::string& file : layer.file.model_files) {
    std::string name = below(layer.folder, file);
    std::string text;
    if (layer.of_base) {
      name = setup.base_revision->shown(file);
      auto of_base = setup.base_revision->read(file, kMostRules);
      if (!of_base) return of_base.error().during("reading models");
      if (!*of_base) return Error(fmt::format("reading models: {}: there is no such file", name));
      text = std::move(**of_base);
    } else {
      Result<std::string> of_disk = read_regular_file(name, {.most_bytes = kMostRules});
      if (!of_disk) return of_disk.error().during("reading models");
      text = std::move(*of_disk);
    }
    Result<std::string> compact = read_model_file(name, text);
    if (!compact) return compact.error();
    if (const auto added = add_models(name, std::move(*compact), setup); !added) return added;
  }
  return {};
}

}  // namespace

ValidatorNames known_validators() {
  ValidatorNames names;
  for (const ValidatorEntry& entry : validators()) {
    (entry.checksum ? names.checksums : names.structures).push_back(entry.name);
  }
  return names;
}

Result<void> add_rule_file(const std::string& path, RuleSet& rules) {
  const Result<std::string> text = read_regular_file(path, {.most_bytes = kMostRules});
  if (!text) return text.error().during("reading rules");
  return add_rules(path, *text, known_validators(), rules);
}

Result<ProjectFile> load_configuration(const CommandLine& command_line, const std::string& base) {
  Setup setup{.rules = RuleSet(),
              .config_rules = nullptr,
              .layers = {},
              .merged = {},
              .baseline_folder = {},
              .notifications = {}};
  if (const auto added = add_layers(command_line, base, setup); !added) return added.error();
  return std::move(setup.merged);
}

Result<Setup> load_setup(const CommandLine& command_line, const std::string& base) {
  Setup setup{.rules = RuleSet(builtin_rules()),
              .config_rules = std::make_unique<ConfigRules>(),
              .layers = {},
              .merged = {},
              .baseline_folder = {},
              .disabled_flow_rules = {},
              .flow_severities = {},
              .changed_flow_rules = {},
              .notifications = {}};
  if (const auto added = add_layers(command_line, base, setup); !added) return added.error();
  for (const ConfigurationLayer& layer : setup.layers) {
    if (const auto added = add_models_of(layer, setup); !added) return added.error();
    for (const std::string& file : layer.file.rule_files) {
      const auto added = layer.of_base ? add_rule_file_of(*setup.base_revision, file, setup.rules)
                                       : add_rule_file(below(layer.folder, file), setup.rules);
      if (!added) return added.error();
    }
  }
  for (const std::string& file : command_line.rule_files) {
    if (const auto added = add_rule_file(file, setup.rules); !added) return added.error();
  }
  // After all rules are there: a layer may switch off a rule that another adds.
  const auto knows = [&](std::string_view id) { return setup.config_rules->knows(id); };
  for (const ConfigurationLayer& layer : setup.layers) {
    const ProjectFile about_secrets = take_flow_rules(layer.file, setup);
    if (const auto applied = apply_to_rules(layer.path, about_secrets, setup.rules, knows); !applied)
      return applied.error();
    setup.config_rules->apply(layer.file);
  }
  ProjectFile from_command_line;
  from_command_line.disabled_rules = command_line.disabled_rules;
  from_command_line = take_flow_rules(from_command_line, setup);
  if (const auto applied = apply_to_rules("--disable-rule", from_command_line, setup.rules, knows);
      !applied) {
    return applied.error();
  }
  setup.config_rules->apply(from_command_line);
  return setup;
}

}  // namespace trawl
