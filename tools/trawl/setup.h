#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/notification.h"
#include "engine/model/rule_set.h"
#include "engine/rules/project_file.h"
#include "engine/rules/rule_file.h"
#include "engine/scan/flow_scan.h"
#include "tools/trawl/base_revision.h"
#include "tools/trawl/command_line.h"
#include "tools/trawl/config_rules.h"

namespace trawl {

/// A configuration file that was read, and what it said. `folder` is what paths in it are relative to.
struct ConfigurationLayer {
  std::string path;
  std::string folder;
  ProjectFile file;
  bool of_base = false;  ///< read from the base revision, as are the files it names
};

/// Rules and configuration in force: what is built in, below the user's own file, below the project's, below
/// the command line.
struct Setup {
  RuleSet rules;
  std::unique_ptr<ConfigRules> config_rules = std::make_unique<ConfigRules>();
  std::vector<ConfigurationLayer> layers;           ///< the user's first, then the project's
  ProjectFile merged;                               ///< all layers over each other
  std::string baseline_folder;                      ///< what `merged.baseline` is relative to
  bool baseline_of_base = false;                    ///< that is the base revision
  std::vector<std::string> disabled_flow_rules;     ///< ids
  std::map<std::string, Severity> flow_severities;  ///< that configuration gives to rules of flows
  std::vector<std::unique_ptr<FlowRule>> changed_flow_rules;
  std::vector<std::string> disabled_dependency_rules = {};  ///< ids
  std::map<std::string, Severity> dependency_severities = {};
  std::vector<ModelFile> models = {};       ///< of functions in C and C++, the user's; later ones override
  std::vector<Notification> notifications;  ///< what was there and is not honoured
  std::optional<BaseRevision> base_revision = {};  ///< whose files count in place of the tree's
};

/// Everything validators are called in rule files.
ValidatorNames known_validators();

/// Reads what applies to a scan of the tree at `base` (a directory). Errors are sentences for the user: what,
/// where, what to do.
Result<Setup> load_setup(const CommandLine& command_line, const std::string& base);

/// Only what the configuration files say, over each other, without the rules.
Result<ProjectFile> load_configuration(const CommandLine& command_line, const std::string& base);

/// Reads one rule file into `rules`.
Result<void> add_rule_file(const std::string& path, RuleSet& rules);

}  // namespace trawl
