#include "engine/assure/assessment.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/assure/wording.h"
#include "engine/base/glob.h"

namespace trawl {
namespace {

constexpr std::array<std::string_view, kControlStatuses> kNames = {
    "FAIL", "EXPIRED", "NOT APPLICABLE", "ATTESTED", "PASS", "PARTIAL", "NOT CHECKED"};

std::size_t at(EvidenceOutcome outcome) {
  return static_cast<std::size_t>(outcome);
}

bool glob_matches(std::string_view pattern, std::string_view name) {
  const Result<Glob> glob = Glob::compile(pattern);
  return glob && glob->matches(name, false);
}

// The family that a kind of input belongs to, as far as `not_asked` names families.
std::string_view family_of_kind(std::string_view kind) {
  if (kind.starts_with("code-")) return "flow";
  if (kind == "lock" || kind == "manifest") return "dependency";
  return kind == "file" ? "secret" : "config";
}

/// Everything asked of one control.
class Assessor {
 public:
  Assessor(const Framework& framework, const Control& control, const Evidence& evidence)
      : framework_(framework), control_(control), evidence_(evidence) {
    result_.control = &control;
  }

  ControlResult assess(std::span<const Attestation> attestations, std::span<const ControlResult> before) {
    gather_findings();
    gather_rows();
    gather_attestations(attestations);
    gather_rollup(before);
    result_.status = status();
    return std::move(result_);
  }

 private:
  bool means(std::string_view family, const std::string& id) {
    const auto known = meant_.find({std::string(family), id});
    if (known != meant_.end()) return known->second;
    const bool meant = std::any_of(control_.rules.begin(), control_.rules.end(),
                                   [&](const std::string& glob) { return glob_means(glob, family, id); });
    meant_.emplace(std::pair(std::string(family), id), meant);
    return meant;
  }

  void say(std::string reason) { result_.reasons.push_back(std::move(reason)); }

  void gather_findings() {
    for (std::size_t i = 0; i < evidence_.findings.size(); ++i) {
      const EvidenceFinding& finding = evidence_.findings[i];
      bool mine = means(finding.kind, finding.rule);
      for (const std::string& other : finding.also_matched) mine = mine || means(finding.kind, other);
      if (!mine) continue;
      auto& list = finding.suppressed                   ? result_.accepted
                   : finding.severity >= control_.level ? result_.open
                                                        : result_.below;
      list.push_back(i);
    }
  }

  void gather_rows() {
    std::set<std::string> ran;
    for (const EvidenceKind& kind : evidence_.kinds) {
      std::set<std::string_view> rules;
      std::uint64_t disabled = 0;
      for (const std::string& rule : kind.rules) {
        if (means("config", rule)) rules.insert(rule);
      }
      for (const std::string& rule : kind.disabled) disabled += means("config", rule) ? 1U : 0U;
      if (disabled > 0) disabled_rules_ += disabled;
      if (rules.empty() && disabled == 0) continue;
      for (const LedgerInput& input : kind.inputs) {
        result_.rows[at(EvidenceOutcome::kDisabled)] += disabled;
        had_input_ = true;
        if (rules.empty()) continue;
        ++result_.input_count;
        if (result_.inputs.size() < ControlResult::kMostInputsShown) result_.inputs.push_back(&input);
        std::uint64_t others = 0;
        for (const auto& [rule, outcome] : input.rules) {
          if (!rules.contains(rule)) continue;
          // What was not read to its end is so for every rule but those that found something before.
          const bool lost = input.whole != EvidenceOutcome::kClean && outcome != EvidenceOutcome::kFinding;
          ++result_.rows[at(lost ? input.whole : outcome)];
          ++others;
        }
        result_.rows[at(input.whole)] += rules.size() - others;
      }
      ran.insert(rules.begin(), rules.end());
    }
    for (const LedgerFamily& family : evidence_.families) {
      std::uint64_t rules = family.rules.empty() && means(family.family, "") ? 1U : 0U;
      for (const std::string& rule : family.rules) rules += means(family.family, rule) ? 1U : 0U;
      std::uint64_t disabled = 0;
      for (const std::string& rule : family.disabled) disabled += means(family.family, rule) ? 1U : 0U;
      if (rules + disabled == 0) continue;
      disabled_rules_ += disabled;
      std::uint64_t inputs = 0;
      std::uint64_t judged = 0;
      for (std::size_t i = 0; i < kEvidenceOutcomes; ++i) {
        inputs += family.inputs[i];
        result_.rows[i] += family.inputs[i] * rules;
        if (i == at(EvidenceOutcome::kClean) || i == at(EvidenceOutcome::kFinding))
          judged += family.inputs[i];
      }
      result_.rows[at(EvidenceOutcome::kDisabled)] += disabled * inputs;
      had_input_ = had_input_ || inputs > 0;
      if (rules == 0 || inputs == 0) continue;
      result_.input_count += inputs;
      if (judged > 0) ran.insert(family.family + (family.rules.empty() ? "/*" : "/" + family.kind.substr(5)));
      if (family.family == "flow" && judged > 0) code_was_judged_ = true;
      if (family.family == "flow" && judged == 0) unjudged_languages_.push_back(family.kind.substr(5));
    }
    result_.rules.assign(ran.begin(), ran.end());
  }

  void gather_attestations(std::span<const Attestation> attestations) {
    for (const Attestation& attestation : attestations) {
      if (attests(attestation, framework_.id, framework_.key, control_.id))
        result_.attestations.push_back(&attestation);
    }
  }

  void gather_rollup(std::span<const ControlResult> before) {
    for (const std::string& id : control_.rollup) {
      for (const ControlResult& other : before) {
        if (other.control->id == id) rollup_.push_back(&other);
      }
    }
  }

  [[nodiscard]] bool rolled_up(ControlStatus status) const {
    return std::any_of(rollup_.begin(), rollup_.end(),
                       [&](const ControlResult* other) { return other->status == status; });
  }

  [[nodiscard]] std::uint64_t row(EvidenceOutcome outcome) const { return result_.rows[at(outcome)]; }

  [[nodiscard]] bool valid_attestation() const {
    return std::any_of(result_.attestations.begin(), result_.attestations.end(),
                       [](const Attestation* attestation) { return attestation->valid(); });
  }

  bool fails() {
    bool failed = false;
    if (!result_.open.empty()) {
      say(plural(result_.open.size(), "open finding"));
      failed = true;
    }
    for (const Attestation* attestation : result_.attestations) {
      if (!attestation->failed || attestation->expired) continue;
      say(fmt::format("attestation '{}' says that it failed", attestation->id));
      failed = true;
    }
    if (!control_.measure.empty()) {
      const std::optional<double> share = measure_of(evidence_, control_.measure);
      if (share && !(*share > control_.greater)) {
        say(fmt::format("{} is {:.1f} %, not more than {:.0f} %", control_.measure, *share,
                        control_.greater));
        failed = true;
      }
    }
    for (const ControlResult* other : rollup_) {
      if (other->status != ControlStatus::kFail) continue;
      say(fmt::format("{} fails", other->control->id));
      failed = true;
    }
    return failed;
  }

  bool is_expired() {
    if (control_.attested && !result_.attestations.empty() && !valid_attestation()) {
      for (const Attestation* attestation : result_.attestations) {
        if (attestation->expired)
          say(fmt::format("attestation '{}' expired on {}", attestation->id, attestation->expires));
        for (const std::string& path : attestation->changed)
          say(fmt::format("evidence '{}' of attestation '{}' changed or is gone", path, attestation->id));
      }
      return true;
    }
    for (const ControlResult* other : rollup_) {
      if (other->status == ControlStatus::kExpired) say(fmt::format("{} is expired", other->control->id));
    }
    return rolled_up(ControlStatus::kExpired);
  }

  bool does_not_apply() {
    if (control_.scope.empty() || !evidence_.walk_complete()) return false;
    for (const std::string& glob : control_.scope) {
      for (const EvidenceKind& kind : evidence_.kinds) {
        if (!kind.inputs.empty() && glob_matches(glob, kind.kind)) return false;
      }
      for (const LedgerFamily& family : evidence_.families) {
        const bool any = std::any_of(family.inputs.begin(), family.inputs.end(),
                                     [](std::uint64_t count) { return count > 0; });
        if (any && glob_matches(glob, family.kind)) return false;
      }
      if (evidence_.not_asked.contains(std::string(family_of_kind(glob)))) return false;
    }
    say(fmt::format("there is no input of: {}", fmt::join(control_.scope, ", ")));
    return true;
  }

  // Whether the run was to look at everything that its rules are about.
  [[nodiscard]] bool all_asked() const {
    return std::none_of(control_.rules.begin(), control_.rules.end(), [&](const std::string& glob) {
      const std::size_t slash = glob.find('/');
      const std::string family = slash == std::string::npos ? "config" : glob.substr(0, slash);
      // A plain glob may mean rules about configuration and about dependencies.
      if (slash == std::string::npos && evidence_.not_asked.contains("dependency")) return true;
      return family == "*" ? !evidence_.not_asked.empty() : evidence_.not_asked.contains(family);
    });
  }

  // What keeps it from PASS; each is a reason.
  void name_what_is_missing() {
    const auto rows = [&](EvidenceOutcome outcome, std::string_view what) {
      if (row(outcome) > 0) say(fmt::format("{} {}", plural(row(outcome), "check"), what));
    };
    if (!evidence_.has_ledger) {
      say("the report has no ledger of evidence");
    } else if (!evidence_.whole_tree) {
      say("only a part of the tree was looked at");
    } else if (!evidence_.walk_complete()) {
      say("not everything in scope was read");
    }
    rows(EvidenceOutcome::kNotParsed, "of inputs that were not read to their end");
    rows(EvidenceOutcome::kUnknown, "that a template or variable leaves open");
    rows(EvidenceOutcome::kNoData, "without the data or checker they need");
    if (row(EvidenceOutcome::kDisabled) > 0 || disabled_rules_ > 0)
      say(fmt::format("{} switched off or not asked", plural(row(EvidenceOutcome::kDisabled), "check")));
    if (!all_asked()) say(fmt::format("the run did not look at: {}", fmt::join(evidence_.not_asked, ", ")));
    if (!result_.accepted.empty()) say(plural(result_.accepted.size(), "accepted finding"));
    if (control_.attested && !valid_attestation()) say("nobody attests it");
    if (!control_.measure.empty() && !measure_of(evidence_, control_.measure))
      say(fmt::format("{} cannot be measured: there is nothing to count", control_.measure));
    for (const ControlResult* other : rollup_) {
      if (other->status == ControlStatus::kPartial || other->status == ControlStatus::kNotChecked)
        say(fmt::format("{} is {}", other->control->id, name_of(other->status)));
    }
  }

  [[nodiscard]] bool rollup_holds() const {
    return std::all_of(rollup_.begin(), rollup_.end(), [](const ControlResult* other) {
      return other->status == ControlStatus::kPass || other->status == ControlStatus::kAttested ||
             other->status == ControlStatus::kNotApplicable;
    });
  }

  // Whether anything at all stands behind it.
  [[nodiscard]] bool something_holds() const {
    const bool rolled = std::any_of(rollup_.begin(), rollup_.end(), [](const ControlResult* other) {
      return other->status == ControlStatus::kPass || other->status == ControlStatus::kAttested ||
             other->status == ControlStatus::kPartial;
    });
    const bool measured = !control_.measure.empty() && measure_of(evidence_, control_.measure);
    return row(EvidenceOutcome::kClean) + row(EvidenceOutcome::kFinding) > 0 || rolled || measured ||
           (control_.run && evidence_.has_ledger) || (control_.attested && valid_attestation());
  }

  ControlStatus status() {
    if (fails()) return ControlStatus::kFail;
    if (is_expired()) return ControlStatus::kExpired;
    if (does_not_apply()) return ControlStatus::kNotApplicable;
    // A rule that is switched off, or a file that was not met, is no reason to take a person's word instead.
    const bool no_input =
        !had_input_ && (control_.rules.empty() || (evidence_.walk_complete() && all_asked()));
    if (control_.attested && valid_attestation() && no_input && rollup_.empty() && control_.measure.empty())
      return ControlStatus::kAttested;
    if (control_.code && !code_was_judged_) {
      // Clean configuration says nothing about the program itself.
      say(unjudged_languages_.empty()
              ? std::string("no program in a language that is checked was found")
              : fmt::format("no checkers looked at the code in: {}", fmt::join(unjudged_languages_, ", ")));
      return ControlStatus::kNotChecked;
    }
    if (control_.program && !evidence_.program_judged()) {
      say("no configuration, dependency or code was there that it could judge");
      return ControlStatus::kNotChecked;
    }
    if (!something_holds()) {
      if (!control_.rules.empty() && !had_input_) say("none of its checks had an input");
      name_what_is_missing();
      if (result_.reasons.empty()) say("nothing here can check it");
      return ControlStatus::kNotChecked;
    }
    name_what_is_missing();
    // Whatever it rests on has to be there: rows of the ledger, a measure, other controls, or the run.
    const bool rows_there = row(EvidenceOutcome::kClean) + row(EvidenceOutcome::kFinding) > 0;
    const bool rests = rows_there || !control_.measure.empty() || !rollup_.empty() || control_.run;
    if (!control_.rules.empty() && !rows_there) say("none of its checks had an input");
    if (result_.reasons.empty() && rests && rollup_holds()) return ControlStatus::kPass;
    return ControlStatus::kPartial;
  }

  const Framework& framework_;
  const Control& control_;
  const Evidence& evidence_;
  ControlResult result_;
  std::map<std::pair<std::string, std::string>, bool> meant_;
  std::vector<const ControlResult*> rollup_;
  std::vector<std::string> unjudged_languages_;
  std::uint64_t disabled_rules_ = 0;
  bool code_was_judged_ = false;
  bool had_input_ = false;  ///< be it that of a rule that is switched off
};

}  // namespace

std::string_view name_of(ControlStatus status) {
  return kNames[static_cast<std::size_t>(status)];
}

std::optional<ControlStatus> control_status_named(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<ControlStatus>(found - kNames.begin());
}

std::optional<double> measure_of(const Evidence& evidence, std::string_view name) {
  const auto found = evidence.measures.find(std::string(name));
  if (found == evidence.measures.end() || found->second.of == 0) return std::nullopt;
  return 100.0 * static_cast<double>(found->second.met) / static_cast<double>(found->second.of);
}

FrameworkResult assess(const Framework& framework, const Evidence& evidence,
                       std::span<const Attestation> attestations) {
  FrameworkResult result;
  result.framework = &framework;
  for (const Control& control : framework.controls) {
    ControlResult one = Assessor(framework, control, evidence).assess(attestations, result.controls);
    ++result.counts[static_cast<std::size_t>(one.status)];
    result.controls.push_back(std::move(one));
  }
  return result;
}

}  // namespace trawl
