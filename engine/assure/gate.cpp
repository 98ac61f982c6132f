#include "engine/assure/gate.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "engine/assure/date.h"

namespace trawl {
namespace {

using Kind = GateCondition::Kind;

// Shares that a run measures.
constexpr std::array kShares = {std::string_view("alerts_tested_ratio"),
                                std::string_view("monitoring_coverage"), std::string_view("secrets_managed")};

class GateJudge {
 public:
  GateJudge(const Gate& gate, const GateFacts& facts)
      : gate_(gate), facts_(facts), evidence_(*facts.evidence) {}

  GateLine judge(const GateCondition& condition) {
    line_ = {gate_.name, "", "", false};
    switch (condition.kind) {
      case Kind::kMaxOpen:
        count(condition, "open findings", false);
        break;
      case Kind::kMaxNew:
        count(condition, "new findings", true);
        break;
      case Kind::kMaxSuppressed:
        at_most(condition, "accepted findings", accepted());
        break;
      case Kind::kRan:
        ran(condition);
        break;
      case Kind::kSecretAge:
        secret_age(condition);
        break;
      case Kind::kDatabaseAge:
        database_age(condition);
        break;
      case Kind::kMaxNotParsed:
        not_parsed(condition);
        break;
      case Kind::kGreater:
      case Kind::kLess:
        share(condition);
        break;
      case Kind::kAttestation:
        attestation(condition);
        break;
      case Kind::kControl:
        control(condition);
        break;
      case Kind::kWithout:
        without(condition);
        break;
      case Kind::kComplete:
        require("everything in scope is read", evidence_.complete ? "complete" : "incomplete",
                evidence_.complete);
        break;
      case Kind::kReasons:
      case Kind::kExpiries:
      case Kind::kMaxDays:
        suppressions(condition);
        break;
    }
    return std::move(line_);
  }

 private:
  void require(std::string required, std::string measured, bool met) {
    line_.required = std::move(required);
    line_.measured = std::move(measured);
    line_.met = met;
  }

  [[nodiscard]] bool counts(const EvidenceFinding& finding) const {
    return finding.confidence >= gate_.confidence;
  }

  void count(const GateCondition& condition, std::string_view what, bool only_new) {
    std::string required =
        fmt::format("at most {:.0f} {}{}{}", condition.number,
                    condition.severity ? fmt::format("{} ", name_of(*condition.severity)) : "", what,
                    gate_.confidence > Confidence::kLow
                        ? fmt::format(" of {} confidence or more", name_of(gate_.confidence))
                        : "");
    if (only_new && facts_.earlier == nullptr && !facts_.all_is_new) {
      require(std::move(required), "not available: no earlier report was given (--previous)", false);
      return;
    }
    if (nothing_there()) return require(std::move(required), std::string(kNothingThere), false);
    std::uint64_t number = 0;
    for (const EvidenceFinding& finding : evidence_.findings) {
      const bool old = only_new && !facts_.all_is_new && facts_.earlier->contains(finding.fingerprint);
      const bool wanted =
          condition.severity ? finding.severity == *condition.severity : finding.severity >= Severity::kLow;
      number += counts(finding) && !finding.suppressed && wanted && !old ? 1U : 0U;
    }
    require(std::move(required), fmt::format("{}", number), static_cast<double>(number) <= condition.number);
  }

  // No file that any rule could judge: a folder that is empty, or of which everything is left out. (A change
  // may well be without such files, and that is all of it.)
  [[nodiscard]] bool nothing_there() const {
    return evidence_.whole_tree && evidence_.findings.empty() && !evidence_.anything_judged();
  }
  static constexpr std::string_view kNothingThere = "not available: nothing was there that could be judged";

  [[nodiscard]] std::uint64_t accepted() const {
    return static_cast<std::uint64_t>(
        std::count_if(evidence_.findings.begin(), evidence_.findings.end(),
                      [](const EvidenceFinding& finding) { return finding.suppressed; }));
  }

  void at_most(const GateCondition& condition, std::string_view what, std::uint64_t number) {
    if (nothing_there())
      return require(fmt::format("at most {:.0f} {}", condition.number, what), std::string(kNothingThere),
                     false);
    require(fmt::format("at most {:.0f} {}", condition.number, what), fmt::format("{}", number),
            static_cast<double>(number) <= condition.number);
  }

  void ran(const GateCondition& condition) {
    std::uint64_t inputs = 0;
    for (const EvidenceKind& kind : evidence_.kinds) {
      for (const std::string& rule : kind.rules) {
        if (!glob_means(condition.text, "config", rule)) continue;
        for (const LedgerInput& input : kind.inputs) {
          const auto own = std::find_if(input.rules.begin(), input.rules.end(),
                                        [&](const auto& entry) { return entry.first == rule; });
          const EvidenceOutcome outcome = own == input.rules.end() ? input.whole : own->second;
          inputs += outcome == EvidenceOutcome::kClean || outcome == EvidenceOutcome::kFinding ? 1U : 0U;
        }
      }
    }
    for (const LedgerFamily& family : evidence_.families) {
      const bool meant = (family.rules.empty() && glob_means(condition.text, family.family, "")) ||
                         std::any_of(family.rules.begin(), family.rules.end(), [&](const std::string& rule) {
                           return glob_means(condition.text, family.family, rule);
                         });
      if (!meant) continue;
      inputs += family.inputs[static_cast<std::size_t>(EvidenceOutcome::kClean)] +
                family.inputs[static_cast<std::size_t>(EvidenceOutcome::kFinding)];
    }
    require(fmt::format("'{}' ran", condition.text), fmt::format("{} checks", inputs), inputs > 0);
  }

  void database_age(const GateCondition& condition) {
    std::string required = fmt::format("vulnerability data at most {:.0f} days old", condition.number);
    const auto found = evidence_.measures.find("vulndb_age_days");
    if (found == evidence_.measures.end()) {
      require(std::move(required), "not available: no vulnerability data was used", false);
      return;
    }
    const auto days = static_cast<double>(found->second.met);
    require(std::move(required), fmt::format("{:.0f} days", days), days <= condition.number);
  }

  // Secrets that somebody still relies on: the newest commit has them.
  void secret_age(const GateCondition& condition) {
    std::string required = fmt::format("no secret in use is older than {:.0f} days", condition.number);
    const auto today = day_of(facts_.as_of);
    if (evidence_.command != "history" || !today) {
      require(std::move(required), "not available: only 'trawl history' knows how old secrets are", false);
      return;
    }
    std::uint64_t old = 0;
    std::int64_t oldest = 0;
    for (const EvidenceFinding& finding : evidence_.findings) {
      const auto first = day_of(finding.first_date);
      if (finding.kind != "secret" || !finding.in_head || finding.suppressed || !first || !counts(finding))
        continue;
      const std::int64_t age = *today - *first;
      oldest = std::max(oldest, age);
      old += static_cast<double>(age) > condition.number ? 1U : 0U;
    }
    require(std::move(required),
            old == 0 ? fmt::format("oldest: {} days", oldest)
                     : fmt::format("{} are; the oldest is {} days old", old, oldest),
            old == 0);
  }

  void not_parsed(const GateCondition& condition) {
    std::string required = fmt::format("at most {} % of inputs not read", condition.number);
    std::uint64_t all = 0;
    std::uint64_t lost = 0;
    for (const EvidenceKind& kind : evidence_.kinds) {
      all += kind.inputs.size();
      for (const LedgerInput& input : kind.inputs)
        lost += input.whole == EvidenceOutcome::kNotParsed ? 1U : 0U;
    }
    for (const LedgerFamily& family : evidence_.families) {
      for (const std::uint64_t count : family.inputs) all += count;
      lost += family.inputs[static_cast<std::size_t>(EvidenceOutcome::kNotParsed)];
    }
    if (all == 0) {
      require(std::move(required), "not available: there was no input", false);
      return;
    }
    const double percent = 100.0 * static_cast<double>(lost) / static_cast<double>(all);
    require(std::move(required), fmt::format("{:.1f} % ({} of {})", percent, lost, all),
            percent <= condition.number);
  }

  void share(const GateCondition& condition) {
    const bool greater = condition.kind == Kind::kGreater;
    std::string required =
        fmt::format("{} {} {} %", condition.text, greater ? "above" : "below", condition.number);
    const std::optional<double> percent = measure_of(evidence_, condition.text);
    if (!percent) {
      const bool known = std::find(kShares.begin(), kShares.end(), condition.text) != kShares.end();
      require(std::move(required),
              known ? std::string("not available: there is nothing to count")
                    : fmt::format("not available: there is no such measure; known are {}",
                                  fmt::join(kShares, ", ")),
              false);
      return;
    }
    const Measure& measure = evidence_.measures.at(condition.text);
    require(std::move(required), fmt::format("{:.1f} % ({} of {})", *percent, measure.met, measure.of),
            greater ? *percent > condition.number : *percent < condition.number);
  }

  void attestation(const GateCondition& condition) {
    std::string required = fmt::format("attestation '{}'", condition.text);
    if (condition.number > 0) required += fmt::format(" at most {:.0f} days old", condition.number);
    const auto found = std::find_if(facts_.attestations.begin(), facts_.attestations.end(),
                                    [&](const Attestation& one) { return one.id == condition.text; });
    if (found == facts_.attestations.end()) {
      require(std::move(required), "not available: there is none", false);
      return;
    }
    if (found->failed) return require(std::move(required), "it says that it failed", false);
    if (found->expired)
      return require(std::move(required), fmt::format("expired on {}", found->expires), false);
    if (!found->changed.empty())
      return require(std::move(required), fmt::format("its evidence '{}' changed", found->changed.front()),
                     false);
    const auto day = day_of(found->date);
    const auto now = day_of(facts_.as_of);
    if (!day || !now) return require(std::move(required), "not available: no date", false);
    require(std::move(required), fmt::format("{} days", *now - *day),
            condition.number == 0 || static_cast<double>(*now - *day) <= condition.number);
  }

  void control(const GateCondition& condition) {
    std::vector<std::string_view> names;
    names.reserve(condition.statuses.size());
    for (const ControlStatus status : condition.statuses) names.push_back(name_of(status));
    std::string required = fmt::format("control {} is {}", condition.text, fmt::join(names, " or "));
    const std::size_t colon = condition.text.find(':');
    const std::string_view of = std::string_view(condition.text).substr(0, colon);
    for (const FrameworkResult& framework : facts_.frameworks) {
      if (colon == std::string::npos || (framework.framework->id != of && framework.framework->key != of))
        continue;
      for (const ControlResult& result : framework.controls) {
        if (result.control->id != std::string_view(condition.text).substr(colon + 1)) continue;
        const bool met = std::find(condition.statuses.begin(), condition.statuses.end(), result.status) !=
                         condition.statuses.end();
        std::string measured(name_of(result.status));
        if (!met && !result.reasons.empty()) measured += ": " + result.reasons.front();
        return require(std::move(required), std::move(measured), met);
      }
    }
    require(std::move(required), "not available: there is no such control (write framework:id)", false);
  }

  void without(const GateCondition& condition) {
    std::vector<std::string_view> names;
    names.reserve(condition.statuses.size());
    for (const ControlStatus status : condition.statuses) names.push_back(name_of(status));
    std::string required = fmt::format("no control of {} is {}", condition.text, fmt::join(names, " or "));
    for (const FrameworkResult& framework : facts_.frameworks) {
      if (framework.framework->id != condition.text && framework.framework->key != condition.text) continue;
      std::vector<std::string_view> wrong;
      for (const ControlResult& result : framework.controls) {
        if (std::find(condition.statuses.begin(), condition.statuses.end(), result.status) !=
            condition.statuses.end())
          wrong.push_back(result.control->id);
      }
      constexpr std::size_t kShown = 8;
      const std::size_t count = wrong.size();
      if (count > kShown) wrong.resize(kShown);
      return require(
          std::move(required),
          count == 0 ? "none"
                     : fmt::format("{}: {}{}", count, fmt::join(wrong, ", "), count > kShown ? ", ..." : ""),
          count == 0);
    }
    require(std::move(required), "not available: there is no such framework", false);
  }

  void suppressions(const GateCondition& condition) {
    const auto now = day_of(facts_.as_of);
    std::uint64_t wrong = 0;
    std::uint64_t all = 0;
    for (const EvidenceFinding& finding : evidence_.findings) {
      if (!finding.suppressed) continue;
      ++all;
      const std::string& words = finding.justification;
      const std::size_t until = words.rfind("until ");
      const auto day = until == std::string::npos ? std::nullopt : day_of(words.substr(until + 6, 10));
      bool good = true;
      if (condition.kind == Kind::kReasons) good = words.find(": ") != std::string::npos;
      if (condition.kind == Kind::kExpiries) good = day.has_value();
      if (condition.kind == Kind::kMaxDays)
        good = day && now && static_cast<double>(*day - *now) <= condition.number;
      wrong += good ? 0U : 1U;
    }
    const std::string required =
        condition.kind == Kind::kReasons ? std::string("every accepted finding has a reason")
        : condition.kind == Kind::kExpiries
            ? std::string("every accepted finding has an expiry")
            : fmt::format("accepted findings expire within {:.0f} days", condition.number);
    require(required, wrong == 0 ? fmt::format("all {}", all) : fmt::format("{} of {} do not", wrong, all),
            wrong == 0);
  }

  const Gate& gate_;
  const GateFacts& facts_;
  const Evidence& evidence_;
  GateLine line_;
};

}  // namespace

std::vector<GateLine> judge_policy(const GatePolicy& policy, const GateFacts& facts) {
  std::vector<GateLine> lines;
  const auto judge_all = [&](const Gate& gate) {
    GateJudge judge(gate, facts);
    for (const GateCondition& condition : gate.conditions) lines.push_back(judge.judge(condition));
  };
  for (const Gate& gate : policy.gates) judge_all(gate);
  Gate suppressions;
  suppressions.name = "suppressions";
  suppressions.conditions = policy.suppressions;
  judge_all(suppressions);
  return lines;
}

}  // namespace trawl
