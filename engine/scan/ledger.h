#pragma once

#include <string_view>

#include "engine/config/config_engine.h"
#include "engine/model/report.h"
#include "engine/scan/occurrence.h"
#include "engine/source/source.h"

namespace trawl {

/// "code-python" for `a.py`: languages whose flows a checker looks at or would have to. Empty for others.
std::string_view code_kind_of(std::string_view path);
/// The same text as one that stays; empty where no language has this name.
std::string_view code_kind_known(std::string_view kind);

/// The ledger's entry of a judged file; `bytes` are all of it.
LedgerInput ledger_input_of(const Target& target, std::string_view bytes, const ConfigVerdict& verdict);

/// Takes what was examined into the ledger. The set of entries does not depend on the number of threads, as
/// batches are collected in order.
void add_to_ledger(Examined& examined, EvidenceLedger& ledger);

/// What the run was to look at.
struct LedgerScope {
  const ConfigRuleSet* config_rules = nullptr;  ///< null where no file of configuration was met
  bool config_asked = true;
  bool absence_asked = true;
  bool secrets_asked = true;
  bool flows_asked = true;
  bool dependencies_asked = true;
  std::vector<std::string> flow_rules;             ///< ids in force
  std::vector<std::string> disabled_flow_rules;    ///< ids
  std::vector<std::string> disabled_secret_rules;  ///< ids
  bool whole_tree = false;
};

/// Settles the ledger of a finished report: which rules ran over which kinds, the rows of secrets and flows.
void close_ledger(const LedgerScope& scope, Report& report);

}  // namespace trawl
