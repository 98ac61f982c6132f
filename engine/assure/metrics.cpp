#include "engine/assure/metrics.h"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "engine/assure/date.h"
#include "engine/base/escape.h"

namespace trawl {
namespace {

// The value of a label: backslash, quote and line end escaped, valid UTF-8.
std::string label(std::string_view text) {
  std::string value;
  for (const char c : printable_text(text)) {
    if (c == '\\' || c == '"') value += '\\';
    if (c == '\n')
      value += "\\n";
    else if (c != '\r')
      value += c;
  }
  return value;
}

class Metrics {
 public:
  void begin(std::string_view name, std::string_view help) {
    name_ = name;
    text_ += fmt::format("# HELP {} {}\n# TYPE {} gauge\n", name, help, name);
  }
  void value(std::string_view labels, double number) {
    text_ += labels.empty() ? fmt::format("{} {}\n", name_, number)
                            : fmt::format("{}{{{}}} {}\n", name_, labels, number);
  }
  std::string finish() { return std::move(text_) + "# EOF\n"; }

 private:
  std::string_view name_;
  std::string text_;
};

}  // namespace

std::string metrics_text(const Evidence& evidence, std::span<const FrameworkResult> frameworks,
                         std::span<const Attestation> attestations, std::span<const GateLine> gates,
                         std::string_view as_of) {
  Metrics metrics;
  metrics.begin("trawl_findings", "Findings by pack, severity and state.");
  std::map<std::tuple<std::string, int, bool>, std::uint64_t> findings;
  for (const Severity severity : {Severity::kLow, Severity::kMedium, Severity::kHigh, Severity::kCritical}) {
    // All severities of all kinds are there from the start: an alert needs a zero to come from.
    for (const char* kind : {"secret", "flow", "config"}) {
      findings[{kind, static_cast<int>(severity), false}] = 0;
      findings[{kind, static_cast<int>(severity), true}] = 0;
    }
  }
  for (const EvidenceFinding& finding : evidence.findings) {
    const std::string& pack = finding.kind == "config" && !finding.pack.empty() ? finding.pack : finding.kind;
    ++findings[{pack, static_cast<int>(finding.severity), finding.suppressed}];
  }
  for (const auto& [key, count] : findings) {
    const auto& [pack, severity, suppressed] = key;
    metrics.value(fmt::format("pack=\"{}\",severity=\"{}\",state=\"{}\"", label(pack),
                              name_of(static_cast<Severity>(severity)), suppressed ? "accepted" : "open"),
                  static_cast<double>(count));
  }
  metrics.begin("trawl_run_complete", "1 when everything in scope was read.");
  metrics.value("", evidence.complete ? 1 : 0);
  metrics.begin("trawl_controls", "Controls by framework and status.");
  for (const FrameworkResult& framework : frameworks) {
    for (std::size_t i = 0; i < kControlStatuses; ++i) {
      metrics.value(fmt::format("framework=\"{}\",status=\"{}\"", label(framework.framework->id),
                                name_of(static_cast<ControlStatus>(i))),
                    static_cast<double>(framework.counts[i]));
    }
  }
  metrics.begin("trawl_gate_met", "1 when all conditions of the gate are met.");
  std::map<std::string, bool> met;
  for (const GateLine& line : gates) {
    const auto [entry, first] = met.try_emplace(line.gate, line.met);
    if (!first) entry->second = entry->second && line.met;
  }
  for (const auto& [gate, all] : met) metrics.value(fmt::format("gate=\"{}\"", label(gate)), all ? 1 : 0);
  metrics.begin("trawl_inputs", "Inputs by kind and outcome; of several rules the worst outcome counts.");
  std::map<std::pair<std::string, std::string>, std::uint64_t> inputs;
  for (const EvidenceKind& kind : evidence.kinds) {
    for (const LedgerInput& input : kind.inputs) {
      EvidenceOutcome worst = input.whole;
      for (const auto& [rule, outcome] : input.rules) worst = std::max(worst, outcome);
      ++inputs[{kind.kind, std::string(name_of(worst))}];
    }
  }
  for (const LedgerFamily& family : evidence.families) {
    for (std::size_t i = 0; i < kEvidenceOutcomes; ++i) {
      if (family.inputs[i] > 0)
        inputs[{family.kind, std::string(name_of(static_cast<EvidenceOutcome>(i)))}] += family.inputs[i];
    }
  }
  for (const auto& [key, count] : inputs)
    metrics.value(fmt::format("kind=\"{}\",outcome=\"{}\"", label(key.first), key.second),
                  static_cast<double>(count));
  if (const auto age = evidence.measures.find("vulndb_age_days"); age != evidence.measures.end()) {
    metrics.begin("trawl_vulndb_age_seconds", "Age of the vulnerability data.");
    metrics.value("", 86400.0 * static_cast<double>(age->second.met));
  }
  metrics.begin("trawl_attestation_expiry_seconds",
                "Time until an attestation expires; negative when it has.");
  for (const Attestation& attestation : attestations) {
    const auto end = day_of(attestation.expires);
    const auto now = day_of(as_of);
    if (end && now)
      metrics.value(fmt::format("id=\"{}\"", label(attestation.id)),
                    86400.0 * static_cast<double>(*end - *now));
  }
  for (const auto& [measure, name, help] :
       {std::tuple("monitoring_coverage", "trawl_monitoring_coverage_ratio",
                   "Share of services that are monitored."),
        std::tuple("alerts_tested_ratio", "trawl_alerts_tested_ratio", "Share of alerts that have a test."),
        std::tuple("secrets_managed", "trawl_secrets_managed_ratio",
                   "Share of secrets that come from a manager.")}) {
    const std::optional<double> percent = measure_of(evidence, measure);
    if (!percent) continue;
    metrics.begin(name, help);
    metrics.value("", *percent / 100);
  }
  return metrics.finish();
}

}  // namespace trawl
