#include <map>

#include "engine/base/escape.h"
#include "engine/report/json_parts.h"

namespace trawl {
namespace {

void write_list(JsonStream& json, std::string_view name, const std::vector<std::string>& list) {
  json.open_array(name);
  for (const std::string& text : list) json.string(text);
  json.close();
}

const std::vector<std::string>& of_kind(const std::map<std::string, std::vector<std::string>>& lists,
                                        const std::string& kind) {
  static const std::vector<std::string> none;
  const auto found = lists.find(kind);
  return found == lists.end() ? none : found->second;
}

}  // namespace

void write_ledger_members(JsonStream& json, const EvidenceLedger& ledger) {
  json.member("whole_tree", ledger.whole_tree);
  json.member("left_out", ledger.left_out);
  write_list(json, "not_asked", ledger.not_asked);
  json.open_array("kinds");
  for (std::size_t i = 0; i < ledger.inputs.size();) {
    const std::string& kind = ledger.inputs[i].kind;
    json.open_object();
    json.member("kind", kind);
    write_list(json, "rules", of_kind(ledger.ran, kind));
    write_list(json, "disabled", of_kind(ledger.disabled, kind));
    json.open_array("inputs");
    for (; i < ledger.inputs.size() && ledger.inputs[i].kind == kind; ++i) {
      const LedgerInput& input = ledger.inputs[i];
      json.open_object();
      json.member("path", printable_text(input.path));
      json.member_if_any("blob", input.blob_id);
      if (input.whole != EvidenceOutcome::kClean) json.member("whole", name_of(input.whole));
      if (!input.rules.empty()) {
        json.open_object("rules");
        for (const auto& [rule, outcome] : input.rules) json.member(rule, name_of(outcome));
        json.close();
      }
      json.close();
    }
    json.close();
    json.close();
  }
  json.close();
  json.open_array("families");
  for (const LedgerFamily& family : ledger.families) {
    json.open_object();
    json.member("family", family.family);
    json.member("kind", family.kind);
    write_list(json, "rules", family.rules);
    write_list(json, "disabled", family.disabled);
    json.open_object("inputs");
    for (std::size_t outcome = 0; outcome < kEvidenceOutcomes; ++outcome) {
      if (family.inputs[outcome] > 0)
        json.member(name_of(static_cast<EvidenceOutcome>(outcome)), family.inputs[outcome]);
    }
    json.close();
    json.close();
  }
  json.close();
  json.open_object("measures");
  for (const auto& [name, measure] : ledger.measures) {
    json.open_object(name);
    json.member("met", measure.met);
    json.member("of", measure.of);
    json.close();
  }
  json.close();
  json.open_object("models");
  for (const auto& [name, table] : ledger.models) {
    json.open_object(name);
    write_list(json, "columns", table.columns);
    json.open_array("rows");
    for (const ModelRow& row : table.rows) {
      json.open_object();
      json.member("path", printable_text(row.path));
      json.member("line", row.line);
      json.open_array("cells");
      for (const std::string& cell : row.cells) json.string(printable_text(cell));
      json.close();
      json.close();
    }
    json.close();
    json.member("left_out", table.left_out);
    json.close();
  }
  json.close();
}

}  // namespace trawl
