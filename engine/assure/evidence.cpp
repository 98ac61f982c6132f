#include "engine/assure/evidence.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace trawl {
namespace {

using Json = nlohmann::json;

/// Takes members out of objects. The first one that is missing or of another type is remembered, and the
/// report is refused for it.
class Reader {
 public:
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

  const Json& object(const Json& in, const char* name) {
    static const Json none = Json::object();
    return member(in, name, &Json::is_object, "an object", none);
  }
  const Json& array(const Json& in, const char* name) {
    static const Json none = Json::array();
    return member(in, name, &Json::is_array, "a list", none);
  }
  std::string text(const Json& in, const char* name) {
    static const Json none = "";
    return member(in, name, &Json::is_string, "a text", none).get<std::string>();
  }
  std::string text_if_any(const Json& in, const char* name) {
    return in.contains(name) ? text(in, name) : std::string();
  }
  std::uint64_t number(const Json& in, const char* name) {
    static const Json none = 0U;
    return member(in, name, &Json::is_number_unsigned, "a number", none).get<std::uint64_t>();
  }
  bool truth(const Json& in, const char* name) {
    static const Json none = false;
    return member(in, name, &Json::is_boolean, "true or false", none).get<bool>();
  }
  std::vector<std::string> texts(const Json& in, const char* name) {
    std::vector<std::string> list;
    for (const Json& element : array(in, name)) {
      if (element.is_string()) {
        list.push_back(element.get<std::string>());
      } else {
        fail(name, "a list of texts");
      }
    }
    return list;
  }
  void fail(std::string_view name, std::string_view wanted) {
    if (trouble_.empty()) trouble_ = fmt::format("'{}' is not {}", name, wanted);
  }

 private:
  using Is = bool (Json::*)() const noexcept;
  const Json& member(const Json& in, const char* name, Is is, const char* wanted, const Json& none) {
    const auto found = in.is_object() ? in.find(name) : in.end();
    if (!in.is_object() || found == in.end() || !((*found).*is)()) {
      fail(name, wanted);
      return none;
    }
    return *found;
  }

  std::string trouble_;
};

EvidenceFinding finding_of(Reader& reader, const Json& json) {
  EvidenceFinding finding;
  const Json& rule = reader.object(json, "rule");
  finding.rule = reader.text(rule, "id");
  finding.rule_name = reader.text(rule, "name");
  finding.kind = reader.text(rule, "kind");
  finding.pack = reader.text(rule, "provider");
  finding.remediation = reader.text(rule, "remediation");
  finding.cwe = reader.number(rule, "cwe");
  finding.message = reader.text(json, "message");
  finding.fingerprint = reader.text(json, "fingerprint");
  finding.redacted = reader.text_if_any(json, "redacted");
  finding.verdict = reader.text(json, "verdict");
  const auto severity = severity_named(reader.text(json, "severity"));
  if (severity)
    finding.severity = *severity;
  else
    reader.fail("severity", "a severity");
  const auto confidence = confidence_named(reader.text(json, "confidence"));
  if (confidence)
    finding.confidence = *confidence;
  else
    reader.fail("confidence", "a confidence");
  const Json& locations = reader.array(json, "locations");
  finding.places = locations.size();
  if (!locations.empty()) {
    const Json& first = locations.front();
    finding.path = reader.text(first, "path");
    finding.line = reader.number(reader.object(first, "region"), "start_line");
    finding.commit = reader.text_if_any(first, "commit");
    if (first.contains("snippet")) finding.snippet = reader.text_if_any(first["snippet"], "text");
  } else {
    reader.fail("locations", "a list with a place");
  }
  if (json.contains("provenance") && json["provenance"].is_object()) {
    const Json& provenance = json["provenance"];
    finding.first_date = reader.text_if_any(provenance, "first_date").substr(0, 10);
    const auto in_head = provenance.find("in_head");
    finding.in_head = in_head != provenance.end() && in_head->is_boolean() && in_head->get<bool>();
  }
  for (const Json& other : reader.array(json, "also_matched")) {
    if (other.is_string()) finding.also_matched.push_back(other.get<std::string>());
  }
  if (json.contains("suppression")) {
    finding.suppressed = true;
    finding.justification = reader.text(reader.object(json, "suppression"), "justification");
  }
  if (json.contains("traces")) {
    const Json& traces = reader.array(json, "traces");
    if (!traces.empty() && traces.front().is_array()) {
      for (const Json& step : traces.front()) {
        const Json& location = reader.object(step, "location");
        finding.steps.push_back({reader.text(location, "path"),
                                 reader.number(reader.object(location, "region"), "start_line"),
                                 reader.text(step, "message")});
      }
    }
  }
  return finding;
}

EvidenceOutcome outcome_of(Reader& reader, const Json& json) {
  const auto outcome = json.is_string() ? evidence_outcome_named(json.get<std::string>()) : std::nullopt;
  if (!outcome) reader.fail("outcome", "an outcome of the ledger");
  return outcome.value_or(EvidenceOutcome::kNotParsed);
}

void read_ledger(Reader& reader, const Json& ledger, Evidence& evidence) {
  evidence.has_ledger = true;
  evidence.whole_tree = reader.truth(ledger, "whole_tree");
  evidence.left_out = reader.number(ledger, "left_out");
  for (std::string& what : reader.texts(ledger, "not_asked")) evidence.not_asked.insert(std::move(what));
  for (const Json& json : reader.array(ledger, "kinds")) {
    EvidenceKind& kind = evidence.kinds.emplace_back();
    kind.kind = reader.text(json, "kind");
    kind.rules = reader.texts(json, "rules");
    kind.disabled = reader.texts(json, "disabled");
    for (const Json& entry : reader.array(json, "inputs")) {
      LedgerInput& input = kind.inputs.emplace_back();
      input.kind = kind.kind;
      input.path = reader.text(entry, "path");
      input.blob_id = reader.text_if_any(entry, "blob");
      if (entry.contains("whole")) input.whole = outcome_of(reader, entry["whole"]);
      if (!entry.contains("rules")) continue;
      for (const auto& [rule, outcome] : reader.object(entry, "rules").items())
        input.rules.emplace_back(rule, outcome_of(reader, outcome));
      std::sort(input.rules.begin(), input.rules.end());
    }
  }
  for (const Json& json : reader.array(ledger, "families")) {
    LedgerFamily& family = evidence.families.emplace_back();
    family.family = reader.text(json, "family");
    family.kind = reader.text(json, "kind");
    family.rules = reader.texts(json, "rules");
    family.disabled = reader.texts(json, "disabled");
    for (const auto& [name, count] : reader.object(json, "inputs").items()) {
      const auto outcome = evidence_outcome_named(name);
      if (!outcome || !count.is_number_unsigned()) {
        reader.fail(name, "an outcome with a number");
      } else {
        family.inputs[static_cast<std::size_t>(*outcome)] = count.get<std::uint64_t>();
      }
    }
  }
  if (ledger.contains("models")) {
    for (const auto& [name, json] : reader.object(ledger, "models").items()) {
      ModelTable& table = evidence.models[name];
      table.columns = reader.texts(json, "columns");
      table.left_out = reader.number(json, "left_out");
      for (const Json& entry : reader.array(json, "rows")) {
        ModelRow& row = table.rows.emplace_back();
        row.path = reader.text(entry, "path");
        row.line = reader.number(entry, "line");
        row.cells = reader.texts(entry, "cells");
        if (row.cells.size() != table.columns.size()) reader.fail("cells", "a cell for each column");
      }
    }
  }
  for (const auto& [name, json] : reader.object(ledger, "measures").items())
    evidence.measures[name] = {reader.number(json, "met"), reader.number(json, "of")};
}

// Whether a rule of the kind ran over one of its inputs to an answer.
bool has_judged(const EvidenceKind& kind) {
  if (kind.rules.empty()) return false;
  return std::any_of(kind.inputs.begin(), kind.inputs.end(), [&](const LedgerInput& input) {
    if (input.whole == EvidenceOutcome::kFinding) return true;
    const auto open =
        static_cast<std::size_t>(std::count_if(input.rules.begin(), input.rules.end(), [](const auto& entry) {
          return entry.second != EvidenceOutcome::kClean && entry.second != EvidenceOutcome::kFinding;
        }));
    const bool found = std::any_of(input.rules.begin(), input.rules.end(), [](const auto& entry) {
      return entry.second == EvidenceOutcome::kFinding;
    });
    return found || (input.whole == EvidenceOutcome::kClean && open < kind.rules.size());
  });
}

bool family_judged(const LedgerFamily& family) {
  return family.inputs[static_cast<std::size_t>(EvidenceOutcome::kClean)] +
             family.inputs[static_cast<std::size_t>(EvidenceOutcome::kFinding)] >
         0;
}

}  // namespace

bool Evidence::walk_complete() const {
  // Reasons for which an input has its own rows in the ledger, or which say nothing about reading.
  constexpr std::array kInLedger = {std::string_view("not-parsed"),     std::string_view("template"),
                                    std::string_view("parser-failed"),  std::string_view("no-parser"),
                                    std::string_view("analysis-limit"), std::string_view("parsed-in-part")};
  return whole_tree && left_out == 0 && has_ledger &&
         std::none_of(notifications.begin(), notifications.end(), [&](const EvidenceNotification& note) {
           return note.incomplete &&
                  std::find(kInLedger.begin(), kInLedger.end(), note.reason) == kInLedger.end();
         });
}

bool Evidence::anything_judged() const {
  return program_judged() || std::any_of(kinds.begin(), kinds.end(), has_judged) ||
         std::any_of(families.begin(), families.end(), family_judged);
}

bool Evidence::program_judged() const {
  constexpr std::array kNoProgram = {std::string_view("codeowners"),
                                     std::string_view("gitignore"),
                                     std::string_view("incident-runbook"),
                                     std::string_view("recovery-plan"),
                                     std::string_view("security-txt"),
                                     std::string_view("threat-model"),
                                     std::string_view("tree")};
  return std::any_of(kinds.begin(), kinds.end(),
                     [&](const EvidenceKind& kind) {
                       return std::find(kNoProgram.begin(), kNoProgram.end(), kind.kind) ==
                                  kNoProgram.end() &&
                              has_judged(kind);
                     }) ||
         std::any_of(families.begin(), families.end(), [](const LedgerFamily& family) {
           return family.family != "secret" && family_judged(family);
         });
}

Result<Evidence> read_evidence(std::string_view text) {
  if (text.size() > kMostReportBytes) return Error("the report is larger than 512 MiB");
  // The parser needs no stack for depth; what is deeper than a report can be is refused by its members.
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded() || !json.is_object()) return Error("it is not valid JSON");
  Reader reader;
  if (reader.text_if_any(json, "schema") != "trawl-report/1")
    return Error("it is no report of the format json: 'schema' is not 'trawl-report/1'");
  Evidence evidence;
  evidence.tool_version = reader.text(reader.object(json, "tool"), "version");
  const Json& run = reader.object(json, "run");
  evidence.command = reader.text(run, "command");
  evidence.category = reader.text(run, "category");
  evidence.root = reader.text(run, "root");
  evidence.revision = reader.text_if_any(run, "revision");
  evidence.end_time = reader.text_if_any(run, "end_time");
  evidence.rules = reader.number(run, "rules");
  for (const Json& finding : reader.array(json, "findings"))
    evidence.findings.push_back(finding_of(reader, finding));
  for (const Json& note : reader.array(json, "notifications")) {
    evidence.notifications.push_back({reader.text(note, "reason"), reader.text(note, "level"),
                                      reader.text_if_any(note, "subject"), reader.text(note, "message"),
                                      reader.number(note, "count"), reader.truth(note, "incomplete")});
  }
  const Json& coverage = reader.object(json, "coverage");
  evidence.files_met = reader.number(coverage, "files_met");
  evidence.files_scanned = reader.number(coverage, "files_scanned");
  evidence.bytes_scanned = reader.number(coverage, "bytes_scanned");
  const Json& skipped = reader.object(coverage, "skipped_files");
  for (const auto& [reason, count] : skipped.items())
    evidence.skipped_files[reason] = reader.number(skipped, reason.c_str());
  const Json& outcome = reader.object(json, "outcome");
  evidence.exit_code = reader.number(outcome, "exit_code");
  evidence.summary = reader.text(outcome, "summary");
  evidence.complete = reader.truth(outcome, "complete");
  if (json.contains("ledger")) read_ledger(reader, reader.object(json, "ledger"), evidence);
  if (!reader.trouble().empty()) return Error("it is no report that trawl wrote: " + reader.trouble());
  return evidence;
}

}  // namespace trawl
