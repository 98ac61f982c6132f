#include <openssl/sha.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <kainjow/mustache.hpp>

#include "engine/assure/audit_report.h"
#include "engine/assure/wording.h"

extern "C" {
extern const char trawl_page_template_begin[];
extern const char trawl_page_template_end[];
extern const char trawl_page_style_begin[];
extern const char trawl_page_style_end[];
}

namespace trawl {
namespace {

using kainjow::mustache::data;

// What a page shows of each; the JSON form has all.
constexpr std::size_t kMostPlaces = 100;
constexpr std::size_t kMostFindings = 3000;
constexpr std::size_t kMostInputs = 12;
constexpr std::size_t kMostControlFindings = 8;
constexpr std::size_t kMostRows = 500;
constexpr std::size_t kMostSnippet = 400;
constexpr std::size_t kMostModelRows = 250;

std::string base64(const unsigned char* bytes, std::size_t size) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < size; i += 3) {
    const auto at = [&](std::size_t n) { return i + n < size ? std::uint32_t{bytes[i + n]} : 0U; };
    const std::uint32_t group = at(0) << 16U | at(1) << 8U | at(2);
    for (unsigned k = 0; k < 4; ++k) text += i + k > size ? '=' : kDigits[group >> (18U - 6U * k) & 63U];
  }
  return text;
}

std::string hash_source(std::string_view style) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(style.data()), style.size(), digest);
  return "sha256-" + base64(digest, sizeof digest);
}

struct StatusLook {
  std::string_view css;
  std::string_view mark;
};

StatusLook look_of(ControlStatus status) {
  switch (status) {
    case ControlStatus::kFail:
      return {"fail", "✕"};
    case ControlStatus::kExpired:
      return {"expired", "✕"};
    case ControlStatus::kNotApplicable:
      return {"na", "○"};
    case ControlStatus::kAttested:
      return {"attested", "✎"};
    case ControlStatus::kPass:
      return {"pass", "✓"};
    case ControlStatus::kPartial:
      return {"partial", "◐"};
    case ControlStatus::kNotChecked:
      return {"none", "–"};
  }
  return {"none", "–"};
}

/// Widths that share 100 units: a bar of parts, told to screen readers in words.
std::string bar(const std::vector<std::pair<std::string_view, std::uint64_t>>& parts,
                std::string_view words) {
  std::uint64_t sum = 0;
  for (const auto& [css, count] : parts) sum += count;
  std::string svg = fmt::format(
      "<svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" role=\"img\" "
      "aria-label=\"{}\">",
      words);
  double at = 0;
  for (const auto& [css, count] : parts) {
    if (count == 0 || sum == 0) continue;
    const double width = 100.0 * static_cast<double>(count) / static_cast<double>(sum);
    svg += fmt::format("<rect class=\"f-{}\" x=\"{:.2f}\" y=\"0\" width=\"{:.2f}\" height=\"4\"/>", css, at,
                       width);
    at += width;
  }
  return svg + "</svg>";
}

std::string status_bar(const FrameworkResult& framework) {
  return bar(
      {{"pass", framework.count(ControlStatus::kPass)},
       {"attested", framework.count(ControlStatus::kAttested)},
       {"partial", framework.count(ControlStatus::kPartial)},
       {"fail", framework.count(ControlStatus::kFail) + framework.count(ControlStatus::kExpired)},
       {"none", framework.count(ControlStatus::kNotChecked)}},
      fmt::format("{} of {} controls hold", framework.count(ControlStatus::kPass), framework.applicable()));
}

std::string joined(const std::vector<std::string>& list, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < list.size() && i < most; ++i) text += (i == 0 ? "" : ", ") + list[i];
  if (list.size() > most) text += fmt::format(" and {} more", list.size() - most);
  return text;
}

/// For what is put into markup by hand, without the template: dates and the like.
std::string markup_free(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    const bool harmless = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          c == '-' || c == ':' || c == ' ' || c == '.';
    plain += harmless ? c : '_';
  }
  return plain;
}

std::string cut_text(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return text.substr(0, end) + (most > 100 ? "…" : "");
}

/// Builds what the template shows, section by section.
class Page {
 public:
  explicit Page(const AuditReport& report) : report_(report), evidence_(*report.evidence) {}

  std::string render() {
    const std::string_view style(trawl_page_style_begin,
                                 static_cast<std::size_t>(trawl_page_style_end - trawl_page_style_begin));
    set("style", std::string(style));
    set("style_hash", hash_source(style));
    head();
    gates();
    findings();
    controls();
    dependencies();
    secrets();
    models();
    testers();
    accepted();
    attestations();
    coverage();
    trend();
    kainjow::mustache::mustache page(
        std::string(trawl_page_template_begin,
                    static_cast<std::size_t>(trawl_page_template_end - trawl_page_template_begin)));
    return page.render(page_);
  }

 private:
  void set(const std::string& name, const std::string& text) { page_.set(name, text); }
  static void put(data& row, const std::string& name, const std::string& text) {
    row.set(name, plain_text(text));
  }
  void flag(const std::string& name, bool on) {
    page_.set(name, data(on ? data::type::bool_true : data::type::bool_false));
  }
  static data truth(bool on) { return data(on ? data::type::bool_true : data::type::bool_false); }

  void head() {
    set("root", plain_text(evidence_.root == "." ? "this tree" : evidence_.root));
    set("as_of", report_.as_of);
    if (!evidence_.revision.empty()) set("revision", plain_text(cut_text(evidence_.revision, 12)));
    set("version", plain_text(evidence_.tool_version));
    set("rule_count", number(evidence_.rules));
    set("digest", report_.report_digest);
    set("digest_short", report_.report_digest.substr(0, 16));
    if (!report_.log_head.empty()) set("log_head", report_.log_head);
    const AuditVerdict verdict = verdict_of(report_);
    set("verdict", verdict.headline);
    set("verdict_why", plain_text(verdict.why));
    set("verdict_class", verdict.kind == AuditVerdict::Kind::kGood  ? "good"
                         : verdict.kind == AuditVerdict::Kind::kBad ? "bad"
                                                                    : "warn");
    const auto open = open_by_severity(evidence_);
    set("open", number(open[0] + open[1] + open[2] + open[3] + open[4]));
    const std::string words = fmt::format("{} critical, {} high, {} medium, {} low, {} info", number(open[4]),
                                          number(open[3]), number(open[2]), number(open[1]), number(open[0]));
    set("severity_words", words);
    set("severity_bar", bar({{"critical", open[4]},
                             {"high", open[3]},
                             {"medium", open[2]},
                             {"low", open[1]},
                             {"none", open[0]}},
                            words));
    plan_tile();
    const std::uint64_t met = evidence_.files_met;
    // Rounded down: 100 % is all of them.
    const std::uint64_t tenths =
        met == 0 ? 0 : std::min<std::uint64_t>(1000, evidence_.files_scanned * 1000 / met);
    set("files_share", met == 0         ? std::string("none")
                       : tenths == 1000 ? std::string("100 %")
                                        : fmt::format("{}.{} %", tenths / 10, tenths % 10));
    set("files_bar",
        bar({{"pass", evidence_.files_scanned}, {"none", met - std::min(met, evidence_.files_scanned)}},
            fmt::format("{} of {} files read", evidence_.files_scanned, met)));
    std::uint64_t lost = 0;
    for (const EvidenceNotification& note : evidence_.notifications) lost += note.incomplete ? note.count : 0;
    const std::string of = fmt::format("{} of {}. ", number(evidence_.files_scanned), plural(met, "file"));
    set("files_words",
        of + (evidence_.complete ? std::string("Everything in scope was read.")
                                 : fmt::format("Incomplete: {} in coverage.", plural(lost, "gap"))));
    std::uint64_t suppressed = 0;
    for (const EvidenceFinding& finding : evidence_.findings) suppressed += finding.suppressed ? 1U : 0U;
    set("accepted_count", number(suppressed));
    std::uint64_t stale = 0;
    for (const Attestation& one : report_.attestations) stale += one.valid() ? 0U : 1U;
    set("accepted_words",
        report_.attestations.empty()
            ? "There are no attestations."
            : fmt::format("{}, {} not valid.", plural(report_.attestations.size(), "attestation"), stale));
  }

  void plan_tile() {
    std::map<ControlStatus, std::uint64_t> counts;
    data hand_off(data::type::list);
    bool any = false;
    for (const FrameworkResult& framework : report_.frameworks) {
      if (!framework.framework->id.starts_with("plan-")) continue;
      for (const ControlResult& result : framework.controls) {
        ++counts[result.status];
        if (result.control->group != "Hand-off") continue;
        data row;
        const StatusLook look = look_of(result.status);
        row.set("class", std::string(look.css));
        row.set("mark", std::string(look.mark));
        row.set("status", std::string(name_of(result.status)));
        row.set("title", result.control->title);
        hand_off.push_back(row);
        any = true;
      }
    }
    flag("has_hand_off", any);
    page_.set("hand_off", hand_off);
    const TrendPoint share = plan_share(report_.frameworks);
    set("pass_share", fmt::format("{} of {}", share.pass, share.applicable));
    const std::string words =
        fmt::format("{} fail, {} partial, {} not checked, {} attested, {} do not apply",
                    counts[ControlStatus::kFail] + counts[ControlStatus::kExpired],
                    counts[ControlStatus::kPartial], counts[ControlStatus::kNotChecked],
                    counts[ControlStatus::kAttested], counts[ControlStatus::kNotApplicable]);
    set("control_words", words);
    set("control_bar", bar({{"pass", counts[ControlStatus::kPass]},
                            {"attested", counts[ControlStatus::kAttested]},
                            {"partial", counts[ControlStatus::kPartial]},
                            {"fail", counts[ControlStatus::kFail] + counts[ControlStatus::kExpired]},
                            {"none", counts[ControlStatus::kNotChecked]}},
                           words));
  }

  void gates() {
    flag("has_gates", !report_.gates.empty());
    data rows(data::type::list);
    std::size_t met = 0;
    for (const GateLine& line : report_.gates) {
      met += line.met ? 1U : 0U;
      data row;
      row.set("class", line.met ? "pass" : "fail");
      row.set("mark", line.met ? "✓" : "✕");
      row.set("result", line.met ? "met" : "not met");
      put(row, "gate", line.gate);
      put(row, "required", line.required);
      put(row, "measured", line.measured);
      rows.push_back(row);
    }
    page_.set("gates", rows);
    set("gate_words", plain_text(fmt::format("{} of {} conditions of {} are met", met, report_.gates.size(),
                                             report_.gate_origin)));
  }

  struct Group {
    Severity severity = Severity::kLow;
    std::vector<std::size_t> findings;
  };

  void findings() {
    // One group a rule; the worst first, then the most frequent.
    std::map<std::string, Group> by_rule;
    for (std::size_t i = 0; i < evidence_.findings.size(); ++i) {
      const EvidenceFinding& finding = evidence_.findings[i];
      if (finding.suppressed) continue;
      Group& group = by_rule[finding.rule];
      group.severity = std::max(group.severity, finding.severity);
      group.findings.push_back(i);
    }
    std::vector<std::pair<std::string, Group*>> order;
    order.reserve(by_rule.size());
    for (auto& [rule, group] : by_rule) order.emplace_back(rule, &group);
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
      return std::tuple(-static_cast<int>(a.second->severity), b.second->findings.size(), a.first) <
             std::tuple(-static_cast<int>(b.second->severity), a.second->findings.size(), b.first);
    });
    data groups(data::type::list);
    data first(data::type::list);
    std::size_t shown = 0;
    std::size_t all = 0;
    std::size_t steps_first = 0;
    // Every rule is shown with some of its places, however many rules there are.
    const std::size_t most_here =
        std::clamp(kMostFindings / std::max<std::size_t>(1, order.size()), std::size_t{3}, kMostPlaces);
    for (auto& [rule, group] : order) {
      std::stable_sort(group->findings.begin(), group->findings.end(), [&](std::size_t a, std::size_t b) {
        return evidence_.findings[a].severity > evidence_.findings[b].severity;
      });
      all += group->findings.size();
      const EvidenceFinding& sample = evidence_.findings[group->findings.front()];
      data entry;
      put(entry, "anchor", "rule-" + rule);
      put(entry, "rule", rule);
      put(entry, "name", sample.rule_name);
      put(entry, "remediation", sample.remediation);
      entry.set("severity", std::string(name_of(group->severity)));
      entry.set("count", plural(group->findings.size(), "finding"));
      if (sample.cwe > 0) entry.set("cwe", std::to_string(sample.cwe));
      entry.set("open", truth(order.size() <= 3 && group->findings.size() <= 10));
      data places(data::type::list);
      std::size_t here = 0;
      for (const std::size_t i : group->findings) {
        if (here == most_here) break;
        places.push_back(place_of(evidence_.findings[i]));
        ++here;
        ++shown;
      }
      entry.set("places", places);
      if (here < group->findings.size())
        entry.set("cut", fmt::format("{} more of this rule are in the JSON form.",
                                     number(group->findings.size() - here)));
      groups.push_back(entry);
      if (++steps_first > 5 || group->severity < Severity::kMedium) continue;
      data step;
      put(step, "anchor", "rule-" + rule);
      put(step, "name", sample.rule_name);
      put(step, "remediation", sample.remediation);
      step.set("severity", std::string(name_of(group->severity)));
      put(step, "places",
          group->findings.size() == 1 ? fmt::format("in {}", sample.path)
                                      : fmt::format("{} findings", number(group->findings.size())));
      first.push_back(step);
    }
    page_.set("groups", groups);
    flag("has_groups", !order.empty());
    page_.set("first", first);
    flag("has_first", !first.list_value().empty());
    if (shown < all)
      set("findings_cut",
          fmt::format(
              "This page shows {} of {} findings, the most severe of each rule; the JSON form has all.",
              number(shown), number(all)));
  }

  static data place_of(const EvidenceFinding& finding) {
    data place;
    put(place, "path", finding.path);
    place.set("line", std::to_string(finding.line));
    put(place, "message", finding.message);
    if (finding.places > 1)
      place.set("others", fmt::format("and {}", plural(finding.places - 1, "more place")));
    if (!finding.snippet.empty()) put(place, "snippet", cut_text(finding.snippet, kMostSnippet));
    place.set("has_steps", truth(!finding.steps.empty()));
    place.set("step_count", std::to_string(finding.steps.size()));
    data steps(data::type::list);
    for (const EvidenceStep& step : finding.steps) {
      data row;
      put(row, "path", step.path);
      row.set("line", std::to_string(step.line));
      put(row, "message", step.message);
      steps.push_back(row);
    }
    place.set("steps", steps);
    return place;
  }

  void controls() {
    data frameworks(data::type::list);
    for (const FrameworkResult& framework : report_.frameworks) {
      data entry;
      entry.set("title", framework.framework->title);
      if (!framework.framework->note.empty()) entry.set("note", framework.framework->note);
      entry.set("pass", std::to_string(framework.count(ControlStatus::kPass)));
      entry.set("applicable", std::to_string(framework.applicable()));
      entry.set("bar", status_bar(framework));
      entry.set("open", truth(framework.framework->id.starts_with("plan-")));
      std::vector<std::string> words;
      for (std::size_t i = 0; i < kControlStatuses; ++i) {
        if (framework.counts[i] > 0)
          words.push_back(fmt::format("{} {}", framework.counts[i], name_of(static_cast<ControlStatus>(i))));
      }
      entry.set("words", joined(words, kControlStatuses) + ".");
      data rows(data::type::list);
      std::string_view group;
      for (const ControlResult& result : framework.controls) {
        data row = control_row(result);
        if (result.control->group != group) row.set("group", result.control->group);
        group = result.control->group;
        rows.push_back(row);
      }
      entry.set("controls", rows);
      frameworks.push_back(entry);
    }
    page_.set("frameworks", frameworks);
  }

  data control_row(const ControlResult& result) {
    const Control& control = *result.control;
    data row;
    row.set("id", control.id);
    row.set("title", control.title);
    const StatusLook look = look_of(result.status);
    row.set("class", std::string(look.css));
    row.set("mark", std::string(look.mark));
    row.set("status", std::string(name_of(result.status)));
    std::uint64_t checks = 0;
    for (const std::uint64_t rows : result.rows) checks += rows;
    std::string words;
    if (checks > 0)
      words = fmt::format("{} on {}", plural(checks, "check"), plural(result.input_count, "input"));
    if (!result.reasons.empty()) words += (words.empty() ? "" : "; ") + joined(result.reasons, 4);
    if (control.evidence &&
        (result.status == ControlStatus::kPass || result.status == ControlStatus::kPartial))
      words += " (set up)";
    if (result.status != ControlStatus::kPass && !control.advice.empty())
      words += (words.empty() ? "" : ". ") + control.advice;
    put(row, "words", words);
    data found(data::type::list);
    for (std::size_t i = 0; i < result.open.size() && i < kMostControlFindings; ++i) {
      const EvidenceFinding& finding = evidence_.findings[result.open[i]];
      data one;
      one.set("severity", std::string(name_of(finding.severity)));
      put(one, "message", fmt::format("{} ({}:{})", finding.rule_name, finding.path, finding.line));
      found.push_back(one);
    }
    data inputs(data::type::list);
    for (std::size_t i = 0; i < result.inputs.size() && i < kMostInputs; ++i) {
      data one;
      put(one, "path", result.inputs[i]->path);
      if (!result.inputs[i]->blob_id.empty()) put(one, "blob", cut_text(result.inputs[i]->blob_id, 12));
      inputs.push_back(one);
    }
    data attested(data::type::list);
    for (const Attestation* attestation : result.attestations) {
      attested.push_back(
          data(plain_text(fmt::format("attested by {} ({}) until {}: {}", attestation->by, attestation->role,
                                      attestation->expires, attestation->statement))));
    }
    const std::size_t lines =
        found.list_value().size() + inputs.list_value().size() + attested.list_value().size();
    row.set("has_more", truth(lines > 0));
    std::vector<std::string> parts;
    if (!result.open.empty()) parts.push_back(plural(result.open.size(), "finding"));
    if (!result.inputs.empty())
      parts.push_back(plural(
          result.inputs.size() < ControlResult::kMostInputsShown ? result.inputs.size() : result.input_count,
          "file"));
    if (!result.attestations.empty()) parts.push_back(plural(result.attestations.size(), "attestation"));
    row.set("more_words", joined(parts, 3));
    if (!result.rules.empty()) put(row, "rules", joined(result.rules, 30));
    row.set("findings", found);
    row.set("inputs", inputs);
    // The list itself is iterated by the name of its row's text.
    data list(data::type::list);
    for (const data& text : attested.list_value()) {
      data one;
      one.set("attested", text);
      list.push_back(one);
    }
    row.set("attested", list);
    return row;
  }

  static bool is_lock(std::string_view kind) {
    return kind.find("lock") != std::string_view::npos || kind.find("manifest") != std::string_view::npos ||
           kind.starts_with("package");
  }

  void dependencies() {
    data locks(data::type::list);
    std::size_t count = 0;
    for (const EvidenceKind& kind : evidence_.kinds) {
      if (!is_lock(kind.kind)) continue;
      for (const LedgerInput& input : kind.inputs) {
        if (++count > kMostRows) break;
        data row;
        put(row, "path", input.path);
        put(row, "kind", kind.kind);
        std::uint64_t found = 0;
        std::uint64_t no_data = 0;
        for (const auto& [rule, outcome] : input.rules) {
          found += outcome == EvidenceOutcome::kFinding ? 1U : 0U;
          no_data += outcome == EvidenceOutcome::kNoData ? 1U : 0U;
        }
        std::string result = input.whole != EvidenceOutcome::kClean ? std::string(name_of(input.whole))
                             : found > 0 ? plural(found, "rule found something", "rules found something")
                                         : std::string("clean");
        if (no_data > 0) result += fmt::format("; {} without data", plural(no_data, "check"));
        put(row, "result", result);
        locks.push_back(row);
      }
    }
    std::uint64_t open = 0;
    for (const EvidenceFinding& finding : evidence_.findings) {
      const bool mine = finding.rule.starts_with("dep-") || finding.rule.starts_with("confusion-");
      open += mine && !finding.suppressed ? 1U : 0U;
    }
    page_.set("locks", locks);
    flag("has_locks", count > 0);
    const auto age = evidence_.measures.find("vulndb_age_days");
    std::string words = count == 0
                            ? "No lockfile or manifest was read."
                            : fmt::format("{} read; {} open.",
                                          plural(count, "lockfile or manifest", "lockfiles and manifests"),
                                          plural(open, "finding"));
    words += age == evidence_.measures.end()
                 ? " No vulnerability data was used, so nothing is said about known vulnerabilities."
                 : fmt::format(" Vulnerability data is {} old.", plural(age->second.met, "day"));
    set("dependency_words", words);
  }

  void secrets() {
    data rows(data::type::list);
    std::size_t count = 0;
    for (const EvidenceFinding& finding : evidence_.findings) {
      if (finding.kind != "secret" || finding.suppressed) continue;
      if (++count > kMostRows) continue;
      data row;
      row.set("severity", std::string(name_of(finding.severity)));
      put(row, "name", finding.rule_name);
      put(row, "redacted", finding.redacted);
      put(row, "path", finding.path);
      row.set("line", std::to_string(finding.line));
      if (!finding.commit.empty()) put(row, "commit", cut_text(finding.commit, 12));
      row.set("places", number(finding.places));
      row.set("verdict", finding.verdict == "valid"     ? "checksum or structure is right"
                         : finding.verdict == "invalid" ? "malformed or made up"
                                                        : "by shape and context");
      rows.push_back(row);
    }
    page_.set("secrets", rows);
    flag("has_secrets", count > 0);
    const bool asked = !evidence_.not_asked.contains("secret");
    std::string words =
        !asked ? "This run did not look for secrets."
        : count == 0
            ? "No secret is exposed in what was read."
            : fmt::format("{} exposed. Revoke and rotate each before cleaning the tree: it was readable.",
                          plural(count, "secret is", "secrets are"));
    if (count > kMostRows) words += fmt::format(" The first {} are shown.", kMostRows);
    if (evidence_.command != "history")
      words += " Only this tree was read: 'trawl history' reads what was ever committed.";
    set("secret_words", words);
  }

  void models() {
    data tables(data::type::list);
    for (const ModelTitle& title : kModelTitles) {
      if (title.model == kEntryPoints && !report_.pentest) continue;
      const auto found = evidence_.models.find(std::string(title.model));
      if (found == evidence_.models.end() || found->second.rows.empty()) continue;
      const ModelTable& table = found->second;
      const std::size_t all = table.rows.size() + table.left_out;
      data entry;
      entry.set("title", std::string(title.title));
      entry.set("count", plural(all, "row"));
      entry.set("open", truth(table.rows.size() <= 12));
      const auto measure = evidence_.measures.find(std::string(title.measure));
      if (measure != evidence_.measures.end())
        put(entry, "words", fmt::format(fmt::runtime(title.words), measure->second.met, measure->second.of));
      data columns(data::type::list);
      for (const std::string& name : table.columns) {
        data column;
        put(column, "column", name);
        columns.push_back(column);
      }
      entry.set("columns", columns);
      data rows(data::type::list);
      const std::size_t shown = std::min(table.rows.size(), kMostModelRows);
      for (std::size_t i = 0; i < shown; ++i) {
        data row;
        put(row, "path", table.rows[i].path);
        row.set("line", std::to_string(table.rows[i].line));
        data cells(data::type::list);
        for (const std::string& text : table.rows[i].cells) {
          data cell;
          put(cell, "cell", text);
          cells.push_back(cell);
        }
        row.set("cells", cells);
        rows.push_back(row);
      }
      entry.set("rows", rows);
      if (shown < all) entry.set("cut", fmt::format("{} more rows.", number(all - shown)));
      tables.push_back(entry);
    }
    page_.set("models", tables);
    flag("has_models", !tables.list_value().empty());
  }

  void testers() {
    flag("has_testers", report_.pentest);
    if (!report_.pentest) return;
    data questions(data::type::list);
    for (const std::string_view question : tester_questions()) {
      data row;
      row.set("question", std::string(question));
      questions.push_back(row);
    }
    page_.set("questions", questions);
    data rows(data::type::list);
    for (const ControlResult* result : rows_for_testers(report_.frameworks)) {
      data row;
      row.set("row_id", result->control->id);
      row.set("row_title", result->control->title);
      row.set("row_status", std::string(name_of(result->status)));
      rows.push_back(row);
    }
    page_.set("tester_rows", rows);
  }

  void accepted() {
    data rows(data::type::list);
    std::size_t count = 0;
    for (const EvidenceFinding& finding : evidence_.findings) {
      if (!finding.suppressed || ++count > kMostRows) continue;
      data row;
      row.set("severity", std::string(name_of(finding.severity)));
      put(row, "name", finding.rule_name);
      put(row, "path", finding.path);
      row.set("line", std::to_string(finding.line));
      put(row, "justification", finding.justification);
      rows.push_back(row);
    }
    page_.set("accepted", rows);
    flag("has_accepted", count > 0);
    if (count > kMostRows)
      set("accepted_cut", fmt::format("{} more are in the JSON form.", number(count - kMostRows)));
  }

  void attestations() {
    data rows(data::type::list);
    for (const Attestation& one : report_.attestations) {
      data row;
      put(row, "id", one.id);
      put(row, "controls", joined(one.controls, 12));
      put(row, "statement", one.statement);
      put(row, "method", one.method);
      put(row, "by", one.by);
      put(row, "role", one.role);
      row.set("expires", one.expires);
      row.set("class", one.valid() ? "attested" : "fail");
      row.set("mark", one.valid() ? "✓" : "✕");
      row.set("state", one.expired           ? "expired"
                       : one.failed          ? "failed"
                       : one.changed.empty() ? "valid"
                                             : "evidence changed");
      if (!one.changed.empty()) put(row, "why", "changed or gone: " + joined(one.changed, 4));
      rows.push_back(row);
    }
    page_.set("attestations", rows);
    flag("has_attestations", !report_.attestations.empty());
  }

  data kind_row(const std::string& kind, const std::string& judged_by,
                const std::array<std::uint64_t, kEvidenceOutcomes>& inputs) {
    data row;
    put(row, "kind", kind);
    put(row, "judged_by", judged_by);
    std::uint64_t all = 0;
    for (const std::uint64_t count : inputs) all += count;
    const auto at = [&](EvidenceOutcome outcome) {
      return number(inputs[static_cast<std::size_t>(outcome)]);
    };
    row.set("inputs", number(all));
    row.set("clean", at(EvidenceOutcome::kClean));
    row.set("finding", at(EvidenceOutcome::kFinding));
    row.set("unknown", at(EvidenceOutcome::kUnknown));
    row.set("not_parsed", at(EvidenceOutcome::kNotParsed));
    row.set("no_data", number(inputs[static_cast<std::size_t>(EvidenceOutcome::kNoData)] +
                              inputs[static_cast<std::size_t>(EvidenceOutcome::kDisabled)]));
    return row;
  }

  void coverage() {
    data kinds(data::type::list);
    for (const LedgerFamily& family : evidence_.families) {
      const std::string judged = family.family == "secret" ? "rules about secrets"
                                 : family.kind == "code-c" ? fmt::format("{} checkers", family.rules.size())
                                                           : "no checker for this language";
      kinds.push_back(kind_row(family.kind, judged, family.inputs));
    }
    for (const EvidenceKind& kind : evidence_.kinds) {
      std::array<std::uint64_t, kEvidenceOutcomes> inputs{};
      for (const LedgerInput& input : kind.inputs) {
        EvidenceOutcome outcome = input.whole;
        for (const auto& [rule, one] : input.rules) {
          if (outcome == EvidenceOutcome::kClean || one == EvidenceOutcome::kFinding) outcome = one;
        }
        ++inputs[static_cast<std::size_t>(input.whole == EvidenceOutcome::kNotParsed ? input.whole
                                                                                     : outcome)];
      }
      std::string judged = plural(kind.rules.size(), "rule");
      if (!kind.disabled.empty()) judged += fmt::format(", {} off", kind.disabled.size());
      kinds.push_back(kind_row(kind.kind, judged, inputs));
    }
    page_.set("kinds", kinds);
    std::uint64_t skipped = 0;
    std::vector<std::string> reasons;
    for (const auto& [reason, count] : evidence_.skipped_files) {
      skipped += count;
      reasons.push_back(fmt::format("{} {}", number(count), reason));
    }
    std::string words =
        fmt::format("{} met, {} read ({:.1f} MB)", plural(evidence_.files_met, "file"),
                    number(evidence_.files_scanned), static_cast<double>(evidence_.bytes_scanned) / 1e6);
    words += skipped == 0 ? "." : fmt::format("; skipped: {}.", joined(reasons, 20));
    if (!evidence_.whole_tree) words += " Only a part of the tree was in scope.";
    if (!evidence_.not_asked.empty())
      words += fmt::format(" Not asked for: {}.", fmt::join(evidence_.not_asked, ", "));
    set("coverage_words", plain_text(words));
    data notes(data::type::list);
    std::size_t count = 0;
    for (const EvidenceNotification& note : evidence_.notifications) {
      if (++count > kMostRows) continue;
      data row;
      put(row, "reason", note.reason);
      put(row, "subject", note.subject);
      put(row, "message", note.message);
      row.set("incomplete", truth(note.incomplete));
      notes.push_back(row);
    }
    page_.set("notes", notes);
    flag("has_notes", count > 0);
    if (count > kMostRows)
      set("notes_cut", fmt::format("{} more are in the JSON form.", number(count - kMostRows)));
  }

  void trend() {
    std::vector<TrendPoint> points(report_.trend.begin(), report_.trend.end());
    flag("has_trend", !points.empty());
    if (points.empty()) return;
    TrendPoint now = plan_share(report_.frameworks);
    now.label = report_.as_of + " (this report)";
    now.open = open_by_severity(evidence_);
    points.push_back(now);
    constexpr std::size_t kMostPoints = 40;
    if (points.size() > kMostPoints) points.erase(points.begin(), points.end() - kMostPoints);
    std::uint64_t most = 1;
    data rows(data::type::list);
    for (const TrendPoint& point : points) {
      std::uint64_t sum = 0;
      for (const std::uint64_t count : point.open) sum += count;
      most = std::max(most, sum);
      data row;
      put(row, "label", point.label);
      row.set("critical", number(point.open[4]));
      row.set("high", number(point.open[3]));
      row.set("medium", number(point.open[2]));
      row.set("low", number(point.open[1]));
      row.set("pass", std::to_string(point.pass));
      row.set("applicable", std::to_string(point.applicable));
      rows.push_back(row);
    }
    page_.set("trend", rows);
    set("trend_chart", chart(points, most));
  }

  // Columns of open findings by severity, and a line of the share of controls that hold.
  static std::string chart(const std::vector<TrendPoint>& points, std::uint64_t most) {
    constexpr double kWidth = 720;
    constexpr double kHeight = 180;
    constexpr double kLeft = 46;
    constexpr double kTop = 12;
    const double step = (kWidth - kLeft) / static_cast<double>(points.size());
    std::string svg = fmt::format(
        "<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Open findings of {} runs as "
        "columns, the share of controls that hold as a line; the table below has the "
        "numbers\">",
        kWidth, kHeight + 24, points.size());
    for (int i = 0; i <= 2; ++i) {
      const double y = kTop + (kHeight - kTop) * i / 2.0;
      svg += fmt::format(
          "<line class=\"s-grid\" x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/><text class=\"t-soft\" "
          "x=\"0\" y=\"{:.1f}\">{}</text>",
          kLeft, kWidth, y, y, y + 4, most * static_cast<std::uint64_t>(2 - i) / 2);
    }
    std::string line;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double x = kLeft + step * static_cast<double>(i);
      double y = kHeight;
      for (const auto& [severity, css] :
           {std::pair(4U, "critical"), std::pair(3U, "high"), std::pair(2U, "medium"), std::pair(1U, "low"),
            std::pair(0U, "none")}) {
        const double height =
            (kHeight - kTop) * static_cast<double>(points[i].open[severity]) / static_cast<double>(most);
        if (height <= 0) continue;
        y -= height;
        svg +=
            fmt::format("<rect class=\"f-{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>",
                        css, x + step * 0.15, y, std::min(step * 0.7, 48.0), height);
      }
      const double share = points[i].applicable == 0 ? 0
                                                     : static_cast<double>(points[i].pass) /
                                                           static_cast<double>(points[i].applicable);
      line += fmt::format("{}{:.1f},{:.1f}", i == 0 ? "" : " ", x + step * 0.15 + std::min(step * 0.35, 24.0),
                          kHeight - (kHeight - kTop) * share);
      if (points.size() <= 12)
        svg += fmt::format("<text class=\"t-soft\" x=\"{:.1f}\" y=\"{}\">{}</text>", x, kHeight + 18,
                           markup_free(cut_text(points[i].label, 10)));
    }
    return svg + fmt::format("<polyline class=\"s-line\" points=\"{}\"/></svg>", line);
  }

  const AuditReport& report_;
  const Evidence& evidence_;
  data page_;
};

}  // namespace

std::string html_page(const AuditReport& report) {
  return Page(report).render();
}

}  // namespace trawl
