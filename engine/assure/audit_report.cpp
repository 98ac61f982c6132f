#include "engine/assure/audit_report.h"
#include "engine/assure/wording.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/base/escape.h"

namespace trawl {

SeverityCounts open_by_severity(const Evidence& evidence) {
  SeverityCounts counts{};
  for (const EvidenceFinding& finding : evidence.findings) {
    if (!finding.suppressed) ++counts[grade_of(finding.severity)];
  }
  return counts;
}

TrendPoint plan_share(std::span<const FrameworkResult> frameworks) {
  TrendPoint point;
  for (const FrameworkResult& framework : frameworks) {
    if (!framework.framework->id.starts_with("plan-")) continue;
    point.pass += framework.count(ControlStatus::kPass);
    point.applicable += framework.applicable();
  }
  return point;
}

AuditVerdict verdict_of(const AuditReport& report) {
  using Kind = AuditVerdict::Kind;
  const Evidence& evidence = *report.evidence;
  const auto open = open_by_severity(evidence);
  const std::uint64_t severe = open[3] + open[4];
  const auto met = static_cast<std::size_t>(
      std::count_if(report.gates.begin(), report.gates.end(), [](const GateLine& line) { return line.met; }));
  if (!report.gates.empty() && met < report.gates.size()) {
    return {
        Kind::kBad, "The gate is not passed",
        fmt::format("{} of {} conditions of {} are not met{}", report.gates.size() - met, report.gates.size(),
                    report.gate_origin, evidence.complete ? "." : ", and not everything in scope was read.")};
  }
  if (report.gates.empty() && severe > 0) {
    return {Kind::kBad, plural(severe, "severe finding is open", "severe findings are open"),
            evidence.complete
                ? "No gate was asked; findings of severity high and critical count as severe."
                : "And not everything in scope was read; the section on coverage names each gap."};
  }
  if (!evidence.complete) {
    return {Kind::kWarning, "Incomplete: no verdict on the whole",
            "Not everything in scope was read; the section on coverage names each gap."};
  }
  if (report.gates.empty() && open[1] + open[2] == 0 && !evidence.program_judged()) {
    return {
        Kind::kWarning, "Nothing was there to judge",
        evidence.anything_judged()
            ? "No configuration, dependency or code was found that a rule could judge. Files were searched "
              "for secrets only. No gate was asked."
            : "No file was found that a rule could judge. No gate was asked."};
  }
  if (!report.gates.empty()) {
    return {Kind::kGood, "The gate is passed",
            fmt::format("All {} conditions of {} are met, and everything in scope was read.",
                        report.gates.size(), report.gate_origin)};
  }
  if (open[1] + open[2] > 0) {
    return {Kind::kWarning, "No severe finding is open",
            plural(open[1] + open[2], "finding of severity medium or low is",
                   "findings of severity medium and low are") +
                ". No gate was asked."};
  }
  return {Kind::kGood, "No finding is open", "Everything in scope was read. No gate was asked."};
}

std::string plain_text(std::string_view text) {
  const std::string printable = printable_text(text);
  std::string plain;
  plain.reserve(printable.size());
  for (std::size_t i = 0; i < printable.size(); ++i) {
    const auto byte = [&](std::size_t at) {
      return at < printable.size() ? static_cast<unsigned char>(printable[at]) : 0U;
    };
    if (printable[i] == '\r') continue;
    // U+200B-200F, 2028-202E, 2060-206F: E2 80 8B-8F, A8-AE; E2 81 A0-AF. U+FEFF: EF BB BF. U+061C: D8 9C.
    const bool hidden =
        (byte(i) == 0xe2 && byte(i + 1) == 0x80 &&
         ((byte(i + 2) >= 0x8b && byte(i + 2) <= 0x8f) || (byte(i + 2) >= 0xa8 && byte(i + 2) <= 0xae))) ||
        (byte(i) == 0xe2 && byte(i + 1) == 0x81 && byte(i + 2) >= 0xa0 && byte(i + 2) <= 0xaf) ||
        (byte(i) == 0xef && byte(i + 1) == 0xbb && byte(i + 2) == 0xbf);
    if (hidden) {
      plain += "\xef\xbf\xbd";
      i += 2;
    } else if (byte(i) == 0xd8 && byte(i + 1) == 0x9c) {
      plain += "\xef\xbf\xbd";
      ++i;
    } else {
      plain += printable[i];
    }
  }
  return plain;
}

std::span<const std::string_view> tester_questions() {
  static constexpr std::array<std::string_view, 9> kQuestions = {
      "Can one user see or change what belongs to another, by ids in addresses and bodies, and across "
      "tenants?",
      "Do sign-in, reset of passwords, sessions and tokens withstand guessing, reuse and theft? Is there a "
      "limit of attempts?",
      "Does every interface demand authentication, also those that no page uses?",
      "Does text that a user writes run anywhere: in pages, mails, files that others open, queries, "
      "templates, shells?",
      "Can the server be made to fetch an address of the tester's choice, or to read a file of it?",
      "Are TLS, headers and redirects on the wire what the tables of this report say, on every host and "
      "port?",
      "Can steps of the business be left out, repeated or run at once: payments, vouchers, approvals?",
      "Does an alert reach a person while the test runs, and does the log show who did what?",
      "What is open beside this tree: consoles of the cloud, storage, DNS names that are left over, test "
      "systems?"};
  return kQuestions;
}

std::vector<const ControlResult*> rows_for_testers(std::span<const FrameworkResult> frameworks) {
  std::vector<const ControlResult*> rows;
  for (const FrameworkResult& framework : frameworks) {
    if (!framework.framework->id.starts_with("plan-")) continue;
    for (const ControlResult& result : framework.controls) {
      if (result.status == ControlStatus::kNotChecked || result.status == ControlStatus::kAttested ||
          result.status == ControlStatus::kPartial)
        rows.push_back(&result);
    }
  }
  return rows;
}

}  // namespace trawl
