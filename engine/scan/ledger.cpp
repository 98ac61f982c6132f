#include "engine/scan/ledger.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

#include "engine/git/object_hash.h"

namespace trawl {
namespace {

// Kept of one model until all files are known: a table shows fewer.
constexpr std::size_t kMostModelRows = 50'000;

struct Language {
  std::string_view suffix;
  std::string_view kind;
};

// Sorted by nothing: a name is compared with each, which is a dozen short comparisons for a file that was
// just read.
constexpr std::array kLanguages = {
    Language{".c", "code-c"},
    Language{".cc", "code-c"},
    Language{".cpp", "code-c"},
    Language{".cxx", "code-c"},
    Language{".cs", "code-csharp"},
    Language{".go", "code-go"},
    Language{".java", "code-java"},
    Language{".js", "code-javascript"},
    Language{".jsx", "code-javascript"},
    Language{".cjs", "code-javascript"},
    Language{".mjs", "code-javascript"},
    Language{".kt", "code-kotlin"},
    Language{".php", "code-php"},
    Language{".py", "code-python"},
    Language{".rb", "code-ruby"},
    Language{".rs", "code-rust"},
    Language{".swift", "code-swift"},
    Language{".ts", "code-typescript"},
    Language{".tsx", "code-typescript"},
};

std::size_t at(EvidenceOutcome outcome) {
  return static_cast<std::size_t>(outcome);
}

LedgerFamily& family_of(EvidenceLedger& ledger, std::string_view family, std::string_view kind) {
  for (LedgerFamily& known : ledger.families) {
    if (known.family == family && known.kind == kind) return known;
  }
  LedgerFamily& added = ledger.families.emplace_back();
  added.family = family;
  added.kind = kind;
  return added;
}

// Files with at least one finding of a kind, accepted or not.
std::uint64_t files_with_findings(const Report& report, RuleKind kind) {
  std::set<std::string_view> paths;
  for (const Finding& finding : report.findings) {
    if (finding.rule->kind != kind) continue;
    for (const Location& location : finding.locations) paths.insert(location.path);
  }
  return paths.size();
}

void settle_secrets(const LedgerScope& scope, Report& report) {
  LedgerFamily& family = family_of(report.ledger, "secret", "file");
  family.disabled = scope.disabled_secret_rules;
  const std::uint64_t scanned = report.coverage.files_scanned;
  const std::uint64_t found = std::min(scanned, files_with_findings(report, RuleKind::kSecret));
  family.inputs[at(EvidenceOutcome::kFinding)] = found;
  family.inputs[at(EvidenceOutcome::kClean)] = scanned - found;
  for (const auto& [reason, count] : report.coverage.skipped_files) {
    // What is left out by design (links, devices, excluded files) is no input.
    if (descriptor_of(reason).incomplete) family.inputs[at(EvidenceOutcome::kNotParsed)] += count;
  }
}

void settle_flows(const LedgerScope& scope, Report& report) {
  for (LedgerFamily& family : report.ledger.families) {
    if (family.family != "flow") continue;
    family.rules = scope.flow_rules;
    family.disabled = scope.disabled_flow_rules;
    if (!scope.flows_asked) {
      std::swap(family.inputs[at(EvidenceOutcome::kNoData)], family.inputs[at(EvidenceOutcome::kDisabled)]);
    } else if (family.kind == "code-c") {
      // As met: none was looked at. Of those that were, what the parser understood decides.
      family.inputs[at(EvidenceOutcome::kNotParsed)] =
          std::exchange(family.inputs[at(EvidenceOutcome::kNoData)], 0);
      if (!report.program) continue;
      const ProgramCoverage& program = *report.program;
      const std::uint64_t found = std::min(program.whole, files_with_findings(report, RuleKind::kFlow));
      family.inputs[at(EvidenceOutcome::kFinding)] = found;
      family.inputs[at(EvidenceOutcome::kClean)] = program.whole - found;
      family.inputs[at(EvidenceOutcome::kUnknown)] = program.in_part;
      family.inputs[at(EvidenceOutcome::kNotParsed)] = program.failed;
    }
  }
}

void settle_configuration(const LedgerScope& scope, EvidenceLedger& ledger) {
  std::set<std::string> kinds;
  for (const LedgerInput& input : ledger.inputs) kinds.insert(input.kind);
  // Rules about the tree as a whole are asked of a repository's top only. Where they were not, the tree is
  // still there, and their silence says nothing.
  const bool tree_asked = kinds.contains("tree");
  if (scope.config_rules != nullptr && !tree_asked) {
    LedgerInput& tree = ledger.inputs.emplace_back();
    tree.kind = "tree";
    tree.path = ".";
    kinds.insert(tree.kind);
  }
  for (std::size_t i = 0; scope.config_rules != nullptr && i < scope.config_rules->size(); ++i) {
    const ConfigRule& rule = (*scope.config_rules)[i];
    const bool asked = rule.enabled && (!rule.absence || scope.absence_asked);
    for (const std::string_view kind : rule.inputs) {
      const bool ran = asked && (kind != "tree" || tree_asked);
      // Of the rules about the whole tree only those ran that met what they are about: they are there
      // already.
      if (!kinds.contains(std::string(kind)) || (ran && kind == "tree")) continue;
      (ran ? ledger.ran : ledger.disabled)[std::string(kind)].emplace_back(rule.rule.id);
    }
  }
  for (auto* lists : {&ledger.ran, &ledger.disabled}) {
    for (auto& [kind, rules] : *lists) std::sort(rules.begin(), rules.end());
  }
}

}  // namespace

std::string_view code_kind_of(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos || path.size() - dot > 6) return {};
  const std::string_view suffix = path.substr(dot);
  for (const Language& language : kLanguages) {
    if (language.suffix == suffix) return language.kind;
  }
  return {};
}

std::string_view code_kind_known(std::string_view kind) {
  for (const Language& language : kLanguages) {
    if (language.kind == kind) return language.kind;
  }
  return {};
}

LedgerInput ledger_input_of(const Target& target, std::string_view bytes, const ConfigVerdict& verdict) {
  LedgerInput input;
  input.kind = verdict.kind;
  input.path = target.path;
  input.blob_id = target.blob_id.empty() ? id_of_object(ObjectFormat::kSha1, ObjectType::kBlob, bytes).hex()
                                         : target.blob_id;
  if (verdict.failure) {
    input.whole = verdict.templated ? EvidenceOutcome::kUnknown : EvidenceOutcome::kNotParsed;
  }
  for (const ConfigRule* rule : verdict.undecided)
    input.rules.emplace_back(rule->rule.id, EvidenceOutcome::kUnknown);
  for (const ConfigMatch& match : verdict.matches)
    input.rules.emplace_back(match.rule->rule.id, EvidenceOutcome::kFinding);
  // A rule that found something and is unsure of the rest has a finding.
  std::sort(input.rules.begin(), input.rules.end());
  input.rules.erase(std::unique(input.rules.begin(), input.rules.end(),
                                [](const auto& a, const auto& b) { return a.first == b.first; }),
                    input.rules.end());
  return input;
}

void add_to_ledger(Examined& examined, EvidenceLedger& ledger) {
  for (LedgerInput& input : examined.inputs) {
    if (ledger.inputs.size() < EvidenceLedger::kMostInputs) {
      ledger.inputs.push_back(std::move(input));
    } else {
      ++ledger.left_out;
    }
  }
  for (std::string& rule : examined.tree_rules) ledger.ran["tree"].push_back(std::move(rule));
  for (auto& [model, row] : examined.model_rows) {
    ModelTable& table = ledger.models[std::string(model)];
    if (table.rows.size() < kMostModelRows) {
      table.rows.push_back(std::move(row));
    } else {
      ++table.left_out;
    }
  }
  if (!examined.code_kind.empty()) {
    ++family_of(ledger, "flow", examined.code_kind).inputs[at(EvidenceOutcome::kNoData)];
  }
}

void close_ledger(const LedgerScope& scope, Report& report) {
  EvidenceLedger& ledger = report.ledger;
  ledger.whole_tree = scope.whole_tree;
  if (!scope.config_asked) ledger.not_asked.emplace_back("config");
  if (!scope.flows_asked) ledger.not_asked.emplace_back("flow");
  if (!scope.dependencies_asked) ledger.not_asked.emplace_back("dependency");
  if (!scope.secrets_asked) ledger.not_asked.emplace_back("secret");
  std::sort(ledger.not_asked.begin(), ledger.not_asked.end());
  if (scope.secrets_asked) settle_secrets(scope, report);
  settle_flows(scope, report);
  settle_configuration(scope, ledger);
  settle_models(ledger.models, ledger.whole_tree && scope.config_asked, ledger.measures);
  std::sort(ledger.inputs.begin(), ledger.inputs.end(), [](const LedgerInput& a, const LedgerInput& b) {
    return std::tie(a.kind, a.path, a.blob_id) < std::tie(b.kind, b.path, b.blob_id);
  });
  std::sort(ledger.families.begin(), ledger.families.end(), [](const LedgerFamily& a, const LedgerFamily& b) {
    return std::tie(a.family, a.kind) < std::tie(b.family, b.kind);
  });
}

}  // namespace trawl
