#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/assure/assessment.h"
#include "engine/assure/attestation.h"
#include "engine/assure/audit_report.h"
#include "engine/assure/gate.h"
#include "engine/assure/log_chain.h"
#include "tests/fuzz/readers.h"

namespace trawl::fuzz {
namespace {

// A property that does not hold; in every build, so no assert.
void demand(bool holds) {
  if (!holds) std::abort();
}

constexpr std::string_view kDay = "2026-11-28";

// What a policy asks for is never met by a run that looked at nothing, unless it asks for no more than "at
// most".
void read_policy(std::string_view input) {
  const Result<GatePolicy> policy = read_gate_policy("gate.toml", input);
  if (!policy) return demand(!policy.error().sentence().empty());
  const Evidence nothing;
  GateFacts facts;
  facts.evidence = &nothing;
  facts.as_of = kDay;
  for (const GateLine& line : judge_policy(*policy, facts)) {
    demand(!line.required.empty() && !line.measured.empty());
    demand(!line.met || line.measured.find("not available") == std::string::npos);
  }
}

// What was read and is written again is read as the same.
void read_attestation_file(std::string_view input) {
  const FileHash hash = [](const std::string&) -> Result<std::string> { return Error("there is no file"); };
  const auto read = read_attestations("attestations.toml", input, kDay, hash);
  if (!read) return demand(!read.error().sentence().empty());
  std::string again;
  for (const Attestation& one : *read) again += attestation_entry(one);
  const auto second = read_attestations("attestations.toml", again, kDay, hash);
  demand(second.ok() && second->size() == read->size());
  for (std::size_t i = 0; i < read->size(); ++i) {
    demand((*read)[i].statement == (*second)[i].statement && (*read)[i].controls == (*second)[i].controls);
    demand((*read)[i].expired == (*second)[i].expired && (*read)[i].valid() == (*second)[i].valid());
  }
}

// A chain that is whole is whole with its older lines pruned, and ends in the same line.
void read_log(std::string_view input) {
  const LogCheck check = check_log(input);
  demand(check.bad_line == 0 || !check.trouble.empty());
  if (check.bad_line != 0 || check.entries.size() < 2) return;
  const Result<std::string> pruned = pruned_log(input, 1);
  if (!pruned) return;
  const LogCheck again = check_log(*pruned);
  demand(again.bad_line == 0 && again.head == check.head);
}

// A report that was kept is read whole or refused, and pages of it hold nothing that runs.
void read_kept_report(std::string_view input) {
  const Result<Evidence> evidence = read_evidence(input);
  if (!evidence) return demand(!evidence.error().sentence().empty());
  AuditReport report;
  report.evidence = &*evidence;
  report.as_of = kDay;
  const std::string page = html_page(report);
  demand(page.find("<script") == std::string::npos);
  demand(!markdown_page(report).empty() && !audit_json(report).empty());
}

void read_framework_file(std::string_view input) {
  const Result<Framework> framework = read_framework("framework.toml", input);
  if (!framework) return demand(!framework.error().sentence().empty());
  const Evidence nothing;
  const FrameworkResult result = assess(*framework, nothing, {});
  demand(result.controls.size() == framework->controls.size());
  // Nothing was looked at: nothing holds.
  demand(result.count(ControlStatus::kPass) == 0);
}

constexpr std::array kReaders = {
    Reader{"attestations", read_attestation_file},
    Reader{"audit-log", read_log},
    Reader{"framework", read_framework_file},
    Reader{"kept-report", read_kept_report},
    Reader{"policy", read_policy},
};

}  // namespace

std::span<const Reader> assure_readers() {
  return kReaders;
}

}  // namespace trawl::fuzz
