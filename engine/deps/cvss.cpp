#include "engine/deps/cvss.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>
#include <string>

#include "engine/deps/cvss4_scores.h"

namespace trawl {
namespace {

constexpr std::size_t kMostVectorBytes = 512;

/// The metrics of a vector: "AV" -> "N".
class Metrics {
 public:
  static std::optional<Metrics> parse(std::string_view text) {
    Metrics metrics;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('/'), text.size());
      const std::string_view one = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      const std::size_t colon = one.find(':');
      if (colon == std::string_view::npos || colon == 0 || colon + 1 == one.size()) return std::nullopt;
      if (!metrics.values_.emplace(one.substr(0, colon), one.substr(colon + 1)).second) return std::nullopt;
    }
    return metrics;
  }

  /// Which of `words` (one letter each) the metric is; -1 where it is another or missing.
  [[nodiscard]] int position(std::string_view metric, std::string_view letters) const {
    const auto found = values_.find(metric);
    if (found == values_.end() || found->second.size() != 1) return -1;
    const std::size_t at = letters.find(found->second[0]);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
  }

  [[nodiscard]] std::string_view value(std::string_view metric) const {
    const auto found = values_.find(metric);
    return found == values_.end() ? std::string_view() : found->second;
  }

 private:
  std::map<std::string_view, std::string_view> values_;
};

double chosen(std::span<const double> values, int position) {
  return values[static_cast<std::size_t>(position)];
}

std::optional<std::uint8_t> score_2(const Metrics& metrics) {
  constexpr std::array kVector = {0.395, 0.646, 1.0};
  constexpr std::array kComplexity = {0.35, 0.61, 0.71};
  constexpr std::array kAuthentication = {0.45, 0.56, 0.704};
  constexpr std::array kImpact = {0.0, 0.275, 0.660};
  const int av = metrics.position("AV", "LAN");
  const int ac = metrics.position("AC", "HML");
  const int au = metrics.position("Au", "MSN");
  const int c = metrics.position("C", "NPC");
  const int i = metrics.position("I", "NPC");
  const int a = metrics.position("A", "NPC");
  if (std::min({av, ac, au, c, i, a}) < 0) return std::nullopt;
  const double impact =
      10.41 * (1 - (1 - chosen(kImpact, c)) * (1 - chosen(kImpact, i)) * (1 - chosen(kImpact, a)));
  const double exploitability =
      20 * chosen(kVector, av) * chosen(kComplexity, ac) * chosen(kAuthentication, au);
  const double factor = impact == 0 ? 0 : 1.176;
  const double score = ((0.6 * impact) + (0.4 * exploitability) - 1.5) * factor;
  return static_cast<std::uint8_t>(std::lround(std::max(0.0, score) * 10));
}

// Rounds up to one decimal place in whole numbers, as version 3.1 defines it.
std::uint8_t rounded_up(double score) {
  const long value = std::lround(score * 100000);
  return static_cast<std::uint8_t>(value % 10000 == 0 ? value / 10000 : value / 10000 + 1);
}

std::optional<std::uint8_t> score_3(const Metrics& metrics) {
  constexpr std::array kVector = {0.85, 0.62, 0.55, 0.2};
  constexpr std::array kComplexity = {0.77, 0.44};
  constexpr std::array kPrivileges = {0.85, 0.62, 0.27};
  constexpr std::array kPrivilegesChanged = {0.85, 0.68, 0.5};
  constexpr std::array kInteraction = {0.85, 0.62};
  constexpr std::array kImpact = {0.0, 0.22, 0.56};
  const int av = metrics.position("AV", "NALP");
  const int ac = metrics.position("AC", "LH");
  const int pr = metrics.position("PR", "NLH");
  const int ui = metrics.position("UI", "NR");
  const int scope = metrics.position("S", "UC");
  const int c = metrics.position("C", "NLH");
  const int i = metrics.position("I", "NLH");
  const int a = metrics.position("A", "NLH");
  if (std::min({av, ac, pr, ui, scope, c, i, a}) < 0) return std::nullopt;
  const bool changed = scope == 1;
  const double base = 1 - (1 - chosen(kImpact, c)) * (1 - chosen(kImpact, i)) * (1 - chosen(kImpact, a));
  const double impact = changed ? 7.52 * (base - 0.029) - 3.25 * std::pow(base - 0.02, 15) : 6.42 * base;
  if (impact <= 0) return std::uint8_t{0};
  const double exploitability = 8.22 * chosen(kVector, av) * chosen(kComplexity, ac) *
                                chosen(changed ? kPrivilegesChanged : kPrivileges, pr) *
                                chosen(kInteraction, ui);
  const double sum = changed ? 1.08 * (impact + exploitability) : impact + exploitability;
  return rounded_up(std::min(sum, 10.0));
}

/// Version 4: the MacroVector's score, lowered by how far the vector is from the worst one of it.
class Score4 {
 public:
  explicit Score4(const Metrics& metrics) : metrics_(metrics) {}

  std::optional<std::uint8_t> score() {
    for (const auto& [metric, letters] : kMandatory) {
      if (metrics_.position(metric, letters) < 0) return std::nullopt;
    }
    bool harmless = true;
    for (const std::string_view metric : {"VC", "VI", "VA", "SC", "SI", "SA"})
      harmless = harmless && at(metric) == 'N';
    if (harmless) return std::uint8_t{0};
    const Classes classes = classes_of();
    const auto value = score_of(classes);
    if (!value) return std::nullopt;
    double distance = 0;
    int lower = 0;
    const auto weigh = [&](std::optional<double> next, double away, int deepest) {
      if (!next || *next > *value) return;
      ++lower;
      distance += (*value - *next) * away / (deepest * 0.1);
    };
    const auto next_of = [&](std::size_t which) {
      Classes next = classes;
      ++next[which];
      return score_of(next);
    };
    constexpr std::array kDepth1 = {1, 4, 5};
    constexpr std::array kDepth2 = {1, 2};
    constexpr std::array kDepth4 = {6, 5, 4};
    constexpr std::array<std::array<int, 2>, 3> kDepth36 = {{{7, 6}, {8, 8}, {10, 10}}};
    const std::size_t eq1 = classes[0];
    const std::size_t eq3 = classes[2];
    const std::size_t eq6 = classes[5];
    weigh(next_of(0), away_from(kWorst1[eq1]), kDepth1[eq1]);
    weigh(next_of(1), away_from(kWorst2[classes[1]]), kDepth2[classes[1]]);
    weigh(next_of_36(classes), away_from(kWorst36[eq3 * 2 + eq6]), kDepth36[eq3][eq6]);
    weigh(next_of(3), away_from({&kWorst4[classes[3]], 1}), kDepth4[classes[3]]);
    weigh(next_of(4), 0, 1);
    const double score = *value - (lower == 0 ? 0 : distance / lower);
    return static_cast<std::uint8_t>(std::floor(std::clamp(score, 0.0, 10.0) * 10 + 0.5 + 1e-5));
  }

 private:
  using Classes = std::array<std::size_t, 6>;
  using Worst = std::span<const std::string_view>;

  static constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kMandatory = {
      {{"AV", "NALP"},
       {"AC", "LH"},
       {"AT", "NP"},
       {"PR", "NLH"},
       {"UI", "NPA"},
       {"VC", "HLN"},
       {"VI", "HLN"},
       {"VA", "HLN"},
       {"SC", "HLN"},
       {"SI", "HLN"},
       {"SA", "HLN"}}};
  static constexpr std::array<std::string_view, 1> k10 = {"AV:N/PR:N/UI:N"};
  static constexpr std::array<std::string_view, 3> k11 = {"AV:A/PR:N/UI:N", "AV:N/PR:L/UI:N",
                                                          "AV:N/PR:N/UI:P"};
  static constexpr std::array<std::string_view, 2> k12 = {"AV:P/PR:N/UI:N", "AV:A/PR:L/UI:P"};
  static constexpr std::array<Worst, 3> kWorst1 = {k10, k11, k12};
  static constexpr std::array<std::string_view, 1> k20 = {"AC:L/AT:N"};
  static constexpr std::array<std::string_view, 2> k21 = {"AC:H/AT:N", "AC:L/AT:P"};
  static constexpr std::array<Worst, 2> kWorst2 = {k20, k21};
  static constexpr std::array<std::string_view, 1> k3600 = {"VC:H/VI:H/VA:H/CR:H/IR:H/AR:H"};
  static constexpr std::array<std::string_view, 2> k3601 = {"VC:H/VI:H/VA:L/CR:M/IR:M/AR:H",
                                                            "VC:H/VI:H/VA:H/CR:M/IR:M/AR:M"};
  static constexpr std::array<std::string_view, 2> k3610 = {"VC:L/VI:H/VA:H/CR:H/IR:H/AR:H",
                                                            "VC:H/VI:L/VA:H/CR:H/IR:H/AR:H"};
  static constexpr std::array<std::string_view, 5> k3611 = {
      "VC:L/VI:H/VA:L/CR:H/IR:M/AR:H", "VC:L/VI:H/VA:H/CR:H/IR:M/AR:M", "VC:H/VI:L/VA:H/CR:M/IR:H/AR:M",
      "VC:H/VI:L/VA:L/CR:M/IR:H/AR:H", "VC:L/VI:L/VA:H/CR:H/IR:H/AR:M"};
  static constexpr std::array<std::string_view, 1> k3621 = {"VC:L/VI:L/VA:L/CR:H/IR:H/AR:H"};
  static constexpr std::array<Worst, 6> kWorst36 = {k3600, k3601, k3610, k3611, k3621, k3621};
  static constexpr std::array<std::string_view, 3> kWorst4 = {"SC:H/SI:S/SA:S", "SC:H/SI:H/SA:H",
                                                              "SC:L/SI:L/SA:L"};

  // The metric as it counts: what an environment says of it, else the base; what is not known is the worst.
  [[nodiscard]] char at(std::string_view metric) const {
    const std::string_view modified = metrics_.value("M" + std::string(metric));
    if (modified.size() == 1 && modified != "X") return modified[0];
    const std::string_view value = metrics_.value(metric);
    if (value.size() == 1 && value != "X") return value[0];
    return metric == "E" ? 'A' : 'H';
  }

  [[nodiscard]] Classes classes_of() const {
    Classes classes{};
    const int easy = static_cast<int>(at("AV") == 'N') + static_cast<int>(at("PR") == 'N') +
                     static_cast<int>(at("UI") == 'N');
    classes[0] = easy == 3 ? 0 : easy > 0 && at("AV") != 'P' ? 1 : 2;
    classes[1] = at("AC") == 'L' && at("AT") == 'N' ? 0 : 1;
    const bool high = at("VC") == 'H' || at("VI") == 'H' || at("VA") == 'H';
    classes[2] = at("VC") == 'H' && at("VI") == 'H' ? 0 : high ? 1 : 2;
    const bool safety = at("SI") == 'S' || at("SA") == 'S';
    classes[3] = safety ? 0 : at("SC") == 'H' || at("SI") == 'H' || at("SA") == 'H' ? 1 : 2;
    classes[4] = at("E") == 'A' ? 0 : at("E") == 'P' ? 1 : 2;
    const bool needed = (at("CR") == 'H' && at("VC") == 'H') || (at("IR") == 'H' && at("VI") == 'H') ||
                        (at("AR") == 'H' && at("VA") == 'H');
    classes[5] = needed ? 0 : 1;
    return classes;
  }

  static std::optional<double> score_of(const Classes& c) {
    if (c[0] > 2 || c[1] > 1 || c[2] > 2 || c[3] > 2 || c[4] > 2 || c[5] > 1) return std::nullopt;
    const std::size_t index = ((((c[0] * 2 + c[1]) * 3 + c[2]) * 3 + c[3]) * 3 + c[4]) * 2 + c[5];
    const std::uint8_t tenths = kMacroVectorScores[index];
    if (tenths == 255) return std::nullopt;
    return tenths / 10.0;
  }

  // The third and sixth class go down together.
  static std::optional<double> next_of_36(const Classes& classes) {
    Classes left = classes;
    Classes right = classes;
    if (classes[2] == 1 && classes[5] == 0) {
      ++left[5];
      return score_of(left);
    }
    ++right[2];
    if (classes[2] == 0 && classes[5] == 0) {
      ++left[5];
      const auto one = score_of(left);
      const auto other = score_of(right);
      if (!one || !other) return one ? one : other;
      return std::max(*one, *other);
    }
    if (classes[2] == 2) ++right[5];
    return score_of(right);
  }

  // How far the vector is below the first of the worst ones that it is not above in any metric.
  [[nodiscard]] double away_from(Worst worst) const {
    for (const std::string_view candidate : worst) {
      int distance = 0;
      bool above = false;
      std::string_view rest = candidate;
      while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('/'), rest.size());
        const std::string_view one = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::size_t colon = one.find(':');
        const std::string_view metric = one.substr(0, colon);
        const int step = level(metric, at(metric)) - level(metric, one[colon + 1]);
        above = above || step < 0;
        distance += step;
      }
      if (!above) return distance * 0.1;
    }
    return 0;
  }

  static int level(std::string_view metric, char value) {
    std::string_view letters = "HLN";
    if (metric == "AV") letters = "NALP";
    if (metric == "PR") letters = "NLH";
    if (metric == "UI") letters = "NPA";
    if (metric == "AC") letters = "LH";
    if (metric == "AT") letters = "NP";
    if (metric == "SC" || metric == "SI" || metric == "SA") letters = "SHLN";
    if (metric == "CR" || metric == "IR" || metric == "AR") letters = "HML";
    const std::size_t at = letters.find(value);
    return at == std::string_view::npos ? 0 : static_cast<int>(at);
  }

  const Metrics& metrics_;
};

}  // namespace

std::optional<CvssScore> score_of_vector(std::string_view vector) {
  if (vector.size() > kMostVectorBytes) return std::nullopt;
  std::uint8_t version = 2;
  if (vector.starts_with("CVSS:3.0/") || vector.starts_with("CVSS:3.1/")) version = 3;
  if (vector.starts_with("CVSS:4.0/")) version = 4;
  if (version > 2) vector.remove_prefix(9);
  if (version == 2 && vector.starts_with('(') && vector.ends_with(')')) {
    vector.remove_prefix(1);
    vector.remove_suffix(1);
  }
  const auto metrics = Metrics::parse(vector);
  if (!metrics) return std::nullopt;
  const auto tenths = version == 2   ? score_2(*metrics)
                      : version == 3 ? score_3(*metrics)
                                     : Score4(*metrics).score();
  if (!tenths) return std::nullopt;
  return CvssScore{*tenths, version};
}

std::optional<Severity> severity_of(CvssScore score) {
  if (score.tenths == 0) return std::nullopt;
  if (score.tenths < 40) return Severity::kLow;
  if (score.tenths < 70) return Severity::kMedium;
  return score.tenths < 90 || score.version == 2 ? Severity::kHigh : Severity::kCritical;
}

}  // namespace trawl
