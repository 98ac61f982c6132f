#include "engine/sast/analysis.h"

#include <algorithm>
#include <utility>

#include "engine/sast/built_in_models.h"
#include "engine/sast/findings.h"
#include "engine/sast/models.h"
#include "engine/sast/program.h"
#include "engine/sast/program_files.h"
#include "engine/sast/propagation.h"
#include "engine/sast/role_findings.h"
#include "engine/sast/summarize.h"
#include "engine/sast/summary_bytes.h"

namespace trawl::sast {

Result<std::shared_ptr<const Models>> load_models(std::span<const ModelText> texts) {
  std::vector<Model> all;
  std::vector<ModelText> with_ours{{"built-in models", std::string(built_in_models())}};
  with_ours.insert(with_ours.end(), texts.begin(), texts.end());
  for (const ModelText& text : with_ours) {
    Result<std::vector<Model>> models = Models::decode(text.name, text.text);
    if (!models) return models.error();
    // A later text has the last word about a function.
    std::erase_if(all, [&](const Model& old) {
      return std::any_of(models->begin(), models->end(), [&](const Model& one) {
        return one.type == old.type && one.function == old.function && one.record == old.record;
      });
    });
    all.insert(all.end(), std::make_move_iterator(models->begin()), std::make_move_iterator(models->end()));
  }
  return std::make_shared<const Models>(std::move(all));
}

Summary summarize(const Unit& unit, const Models& models) {
  SummarizeOptions options;
  options.main_path = unit.path;
  options.known = unit.known;
  options.display_name = [](const std::string& path) {
    const std::optional<std::string> shown = program_path_of(path);
    return shown.value_or(std::string());
  };
  const UnitSummary whole = summarize_unit(unit.context, models, options);
  Summary summary;
  summary.bytes = bytes_of(whole);
  summary.counts.functions = static_cast<std::uint32_t>(whole.functions.size());
  for (const FunctionSummary& function : whole.functions) {
    summary.counts.calls += static_cast<std::uint32_t>(function.calls.size());
    for (const CallSite& call : function.calls)
      summary.counts.unresolved_calls += call.targets.empty() ? 1 : 0;
  }
  summary.counts.limits = whole.limits;
  std::sort(summary.counts.limits.begin(), summary.counts.limits.end());
  return summary;
}

Linked link(std::span<const SummaryBytes> summaries, const Models& models, const LinkOptions& options) {
  Linked linked;
  std::vector<LinkUnit> units;
  for (const SummaryBytes& bytes : summaries) {
    if (bytes.bytes.empty()) continue;
    std::optional<UnitSummary> summary = summary_of(bytes.bytes);
    if (!summary) {
      linked.unreadable.push_back(bytes.path);
      continue;
    }
    units.push_back({bytes.path, bytes.variant, std::move(*summary)});
  }
  std::sort(linked.unreadable.begin(), linked.unreadable.end());
  Program program(std::move(units));
  Propagation propagation(program, options.library);
  propagation.run();
  linked.findings = findings_of(program, propagation, models, options.rules);
  bool limited = false;
  std::vector<FlowFinding> roles = role_findings_of(program, options.rules, limited);
  linked.findings.insert(linked.findings.end(), std::make_move_iterator(roles.begin()),
                         std::make_move_iterator(roles.end()));
  std::sort(linked.findings.begin(), linked.findings.end());
  linked.limits = propagation.limits();
  if (!options.explain_path.empty()) {
    linked.known =
        explanation_of(program, propagation, linked.findings, options.explain_path, options.explain_line);
  }
  if (limited) linked.limits.emplace_back("origins");
  return linked;
}

std::string_view engine_version() {
  return "14";
}

}  // namespace trawl::sast
