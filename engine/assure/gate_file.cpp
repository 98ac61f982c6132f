#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/assure/date.h"
#include "engine/assure/gate.h"
#include "engine/assure/toml_reader.h"

namespace trawl {
namespace {

using Kind = GateCondition::Kind;

constexpr std::array<std::string_view, 4> kProfiles = {"pre-commit", "ci", "release", "zero"};

GateCondition condition(Kind kind, double number = 0, std::string text = {}) {
  GateCondition made;
  made.kind = kind;
  made.number = number;
  made.text = std::move(text);
  return made;
}

GateCondition at_most(Kind kind, Severity severity) {
  GateCondition made = condition(kind);
  made.severity = severity;
  return made;
}

GateCondition without(std::string framework, std::vector<ControlStatus> statuses) {
  GateCondition made = condition(Kind::kWithout, 0, std::move(framework));
  made.statuses = std::move(statuses);
  return made;
}

class PolicyReader {
 public:
  explicit PolicyReader(std::string_view file) : toml_(file) {}

  Result<GatePolicy> read(std::string_view text) {
    const std::optional<toml::table> document = toml_.parse(text);
    if (!document) return Error(toml_.errors());
    toml_.check_keys(*document, {"gate", "suppressions"});
    for (const toml::table* table : toml_.tables(*document, "gate")) read_gate(*table);
    if (const toml::node* node = document->get("suppressions")) {
      if (!node->is_table())
        toml_.complain(*node, "'suppressions' must be a table: write [suppressions]");
      else
        read_suppressions(*node->as_table());
    }
    if (policy_.gates.empty() && toml_.errors().empty())
      toml_.complain(*document, "there is no [[gate]]: a gate without conditions would let everything pass");
    if (!toml_.errors().empty()) return Error(toml_.errors());
    return std::move(policy_);
  }

 private:
  void read_gate(const toml::table& table) {
    toml_.check_keys(table,
                     {"name",           "profile",        "confidence", "complete",       "max-open",
                      "max-new",        "max-suppressed", "ran",        "vulndb-max-age", "secret-max-age",
                      "max-not-parsed", "metric",         "greater",    "less",           "attestation",
                      "max-age",        "control",        "status",     "framework",      "without"});
    Gate gate;
    gate.name = toml_.text(table, "name");
    if (const std::string profile = toml_.text_if_any(table, "profile"); !profile.empty()) {
      const std::optional<Gate> known = gate_profile(profile);
      if (known) {
        gate.conditions = known->conditions;
        gate.confidence = known->confidence;
      } else {
        complain(table, "profile", fmt::format("'profile' must be one of: {}", fmt::join(kProfiles, ", ")));
      }
    }
    if (const std::string word = toml_.text_if_any(table, "confidence"); !word.empty()) {
      const auto confidence = confidence_named(word);
      if (confidence)
        gate.confidence = *confidence;
      else
        complain(table, "confidence", "'confidence' must be one of: low, medium, high, very-high");
    }
    auto& all = gate.conditions;
    if (toml_.truth(table, "complete")) all.push_back(condition(Kind::kComplete));
    read_limits(table, "max-open", Kind::kMaxOpen, all);
    read_limits(table, "max-new", Kind::kMaxNew, all);
    if (const auto number = whole(table, "max-suppressed"))
      all.push_back(condition(Kind::kMaxSuppressed, *number));
    for (const std::string& glob : toml_.texts(table, "ran")) all.push_back(condition(Kind::kRan, 0, glob));
    if (const auto days = days_in(table, "vulndb-max-age"))
      all.push_back(condition(Kind::kDatabaseAge, *days));
    if (const auto days = days_in(table, "secret-max-age")) all.push_back(condition(Kind::kSecretAge, *days));
    read_share(table, all);
    read_metric(table, all);
    read_attestation(table, all);
    read_control(table, all);
    if (all.empty() && toml_.errors().empty())
      toml_.complain(table,
                     fmt::format("gate '{}' has no condition: it would let everything pass", gate.name));
    policy_.gates.push_back(std::move(gate));
  }

  void complain(const toml::table& table, std::string_view key, const std::string& why) {
    toml_.complain(*table.get(key), why);
  }

  std::optional<double> whole(const toml::table& table, std::string_view key) {
    const auto number = toml_.number(table, key);
    if (number && (*number < 0 || std::floor(*number) != *number)) {
      complain(table, key, fmt::format("'{}' must be a whole number from 0", key));
      return std::nullopt;
    }
    return number;
  }

  std::optional<double> days_in(const toml::table& table, std::string_view key) {
    const std::string text = toml_.text_if_any(table, key);
    if (text.empty() && table.get(key) == nullptr) return std::nullopt;
    const auto days = days_named(text);
    if (!days) {
      complain(table, key, fmt::format("'{}' must be a number of days, weeks or years, as \"7d\"", key));
      return std::nullopt;
    }
    return static_cast<double>(*days);
  }

  void read_limits(const toml::table& table, std::string_view key, Kind kind,
                   std::vector<GateCondition>& all) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    if (!node->is_table() || node->as_table()->empty()) {
      toml_.complain(*node, fmt::format("'{}' must say how many of which severity, as {{ high = 0 }}", key));
      return;
    }
    const toml::table& limits = *node->as_table();
    toml_.check_keys(limits, {"critical", "high", "medium", "low", "all"});
    for (const std::string_view name : {"critical", "high", "medium", "low", "all"}) {
      const auto number = whole(limits, name);
      if (!number) continue;
      GateCondition made = condition(kind, *number);
      if (name != "all") made.severity = severity_named(name);
      all.push_back(std::move(made));
    }
  }

  void read_share(const toml::table& table, std::vector<GateCondition>& all) {
    const std::string text = toml_.text_if_any(table, "max-not-parsed");
    if (text.empty() && table.get("max-not-parsed") == nullptr) return;
    double number = -1;
    const char* end = text.data() + text.size();
    const auto [stop, code] = std::from_chars(text.data(), end, number);
    if (code != std::errc() || stop + 1 != end || *stop != '%' || !(number >= 0 && number <= 100)) {
      complain(table, "max-not-parsed", "'max-not-parsed' must be a share, as \"2%\"");
      return;
    }
    all.push_back(condition(Kind::kMaxNotParsed, number));
  }

  void read_metric(const toml::table& table, std::vector<GateCondition>& all) {
    const std::string metric = toml_.text_if_any(table, "metric");
    const auto greater = toml_.number(table, "greater");
    const auto less = toml_.number(table, "less");
    if (metric.empty() && (greater || less)) toml_.complain(table, "'greater' and 'less' need a 'metric'");
    if (metric.empty()) return;
    if (!greater && !less) toml_.complain(table, "'metric' needs 'greater' or 'less'");
    if (greater) all.push_back(condition(Kind::kGreater, *greater, metric));
    if (less) all.push_back(condition(Kind::kLess, *less, metric));
  }

  void read_attestation(const toml::table& table, std::vector<GateCondition>& all) {
    const std::string attestation = toml_.text_if_any(table, "attestation");
    const auto days = days_in(table, "max-age");
    if (attestation.empty() && table.get("max-age") != nullptr)
      toml_.complain(table, "'max-age' needs an 'attestation'");
    if (!attestation.empty()) all.push_back(condition(Kind::kAttestation, days.value_or(0), attestation));
  }

  std::vector<ControlStatus> statuses(const toml::table& table, std::string_view key) {
    std::vector<ControlStatus> list;
    for (const std::string& name : toml_.texts(table, key)) {
      const auto status = control_status_named(name);
      if (status)
        list.push_back(*status);
      else
        complain(
            table, key,
            fmt::format("there is no status '{}'; known are: FAIL, EXPIRED, NOT APPLICABLE, ATTESTED, PASS, "
                        "PARTIAL, NOT CHECKED",
                        name));
    }
    return list;
  }

  void read_control(const toml::table& table, std::vector<GateCondition>& all) {
    GateCondition control = condition(Kind::kControl, 0, toml_.text_if_any(table, "control"));
    control.statuses = statuses(table, "status");
    if (control.text.empty() != control.statuses.empty())
      toml_.complain(table, "'control' and 'status' belong together");
    else if (!control.text.empty())
      all.push_back(std::move(control));
    GateCondition framework = without(toml_.text_if_any(table, "framework"), statuses(table, "without"));
    if (framework.text.empty() != framework.statuses.empty())
      toml_.complain(table, "'framework' and 'without' belong together");
    else if (!framework.text.empty())
      all.push_back(std::move(framework));
  }

  void read_suppressions(const toml::table& table) {
    toml_.check_keys(table, {"require-reason", "require-expiry", "max-days"});
    auto& all = policy_.suppressions;
    if (toml_.truth(table, "require-reason")) all.push_back(condition(Kind::kReasons));
    if (toml_.truth(table, "require-expiry")) all.push_back(condition(Kind::kExpiries));
    if (const auto days = whole(table, "max-days")) all.push_back(condition(Kind::kMaxDays, *days));
  }

  TomlReader toml_;
  GatePolicy policy_;
};

}  // namespace

Result<GatePolicy> read_gate_policy(std::string_view file, std::string_view text) {
  return PolicyReader(file).read(text);
}

std::vector<std::string_view> gate_profile_names() {
  return {kProfiles.begin(), kProfiles.end()};
}

std::optional<Gate> gate_profile(std::string_view name) {
  Gate gate;
  gate.name = name;
  auto& all = gate.conditions;
  if (name == "pre-commit") {
    gate.confidence = Confidence::kHigh;
    for (const Severity severity : {Severity::kCritical, Severity::kHigh, Severity::kMedium})
      all.push_back(at_most(Kind::kMaxOpen, severity));
    return gate;
  }
  if (name == "ci") {
    for (const Severity severity : {Severity::kCritical, Severity::kHigh, Severity::kMedium})
      all.push_back(at_most(Kind::kMaxNew, severity));
    all.push_back(condition(Kind::kComplete));
    return gate;
  }
  if (name == "release") {
    for (const Severity severity : {Severity::kCritical, Severity::kHigh})
      all.push_back(at_most(Kind::kMaxOpen, severity));
    all.push_back(condition(Kind::kComplete));
    all.push_back(without("plan-phase8", {ControlStatus::kExpired}));
    all.push_back(without("plan-phase9", {ControlStatus::kExpired}));
    return gate;
  }
  if (name == "zero") {
    all.push_back(condition(Kind::kMaxOpen));
    all.push_back(condition(Kind::kMaxSuppressed));
    all.push_back(condition(Kind::kMaxNotParsed));
    all.push_back(condition(Kind::kComplete));
    for (const char* framework : {"plan-phase8", "plan-phase9"})
      all.push_back(
          without(framework, {ControlStatus::kFail, ControlStatus::kExpired, ControlStatus::kNotChecked}));
    return gate;
  }
  return std::nullopt;
}

}  // namespace trawl
