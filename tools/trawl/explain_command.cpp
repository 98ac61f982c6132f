#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>

#include <fmt/format.h>

#include "engine/base/escape.h"
#include "engine/base/line_index.h"
#include "engine/match/decode/encoding.h"
#include "engine/match/decode/text_decoder.h"
#include "engine/match/matcher.h"
#include "engine/model/report.h"
#include "engine/scan/engine_factory.h"
#include "engine/scan/excerpt.h"
#include "engine/store/file.h"
#include "tools/trawl/builtin.h"
#include "tools/trawl/commands.h"
#include "tools/trawl/console.h"
#include "tools/trawl/dependency_rules.h"
#include "tools/trawl/explain_finding.h"
#include "tools/trawl/flow_rules.h"
#include "tools/trawl/flows.h"
#include "tools/trawl/rule_reviews.h"
#include "tools/trawl/run_scan.h"
#include "tools/trawl/setup.h"

namespace trawl {
namespace {

constexpr std::size_t kMostExplained = std::size_t{256} << 20;

int failed(const Error& error) {
  complain(error.sentence());
  return static_cast<int>(ExitCode::kUsage);
}

std::string evidence_of(const SecretRule& rule) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  if (!rule.checksum.empty()) add(fmt::format("checksum {}", rule.checksum));
  if (!rule.structure.empty()) add(fmt::format("structure {}", rule.structure));
  if (rule.min_entropy > 0) add(fmt::format("at least {:.2f} bits a character", rule.min_entropy));
  if (rule.generic) add("judged by name, placeholders, randomness, sub-words and path");
  if (!rule.keywords.empty()) add(fmt::format("one of the words {}", fmt::join(rule.keywords, ", ")));
  for (const Requirement& requirement : rule.requirements) {
    add(requirement.within_lines == 0
            ? fmt::format("worse beside {}", requirement.rule)
            : fmt::format("worse within {} lines of {}{}", requirement.within_lines, requirement.rule,
                          requirement.same_directory ? " or in a directory with it" : ""));
  }
  if (rule.role == RuleRole::kIdentifier) add("an identifier: part of its secret's finding beside it");
  if (rule.role == RuleRole::kCompanion) add("a companion: never a finding, only a partner");
  return text.empty() ? "its shape" : text;
}

// Where it looks, in the words of its file.
std::string evidence_of(const ConfigRule& rule) {
  return fmt::format("the value at `{}` in files of the kind {}", rule.select, fmt::join(rule.inputs, ", "));
}

// From trying the built-in rules out; nothing for those of the user.
std::string known_of(std::string_view id) {
  const std::span<const RuleReview> reviews = rule_reviews();
  const auto review =
      std::lower_bound(reviews.begin(), reviews.end(), id,
                       [](const RuleReview& one, std::string_view wanted) { return one.rule < wanted; });
  if (review == reviews.end() || review->rule != id) return {};
  std::string text =
      fmt::format("tried       {} findings on public repositories, {} of them accepted by a reader\n",
                  review->findings, review->accepted);
  if (!review->cost.empty())
    text += fmt::format("cost        {} ms of a core for each GB of source text\n", review->cost);
  return text;
}

std::string rule_as_text(const SecretRule& rule) {
  const Rule& base = rule.rule;
  std::string text = fmt::format("{}: {}\n\n{}\n\n", base.id, base.name, base.description);
  text += fmt::format("severity    {}, confidence {}\n", name_of(base.severity), name_of(base.confidence));
  text += fmt::format("provider    {}\n", base.provider);
  text += fmt::format("weakness    CWE-{}\n", base.cwe);
  text += fmt::format("evidence    {}\n", evidence_of(rule));
  text += fmt::format("pattern     {}\n", rule.pattern);
  text +=
      fmt::format("searched    {}  ({} to {} bytes)\n", rule.stub, rule.stub_min_width, rule.stub_max_width);
  text += fmt::format("examples    {} that are found, {} that are not\n", rule.examples.size(),
                      rule.negative_examples.size());
  text += known_of(base.id);
  text += fmt::format("what to do  {}\n", base.remediation);
  if (!base.reference.empty()) text += fmt::format("see         {}\n", base.reference);
  // Patterns are full of backslashes, which a field of hostile text would show doubled; rules are the user's
  // own text.
  return printable_text(text);
}

std::string rule_as_text(const ConfigRule& rule) {
  const Rule& base = rule.rule;
  std::string text = fmt::format("{}: {}\n\n{}\n\n", base.id, base.name, base.description);
  text += fmt::format("severity    {}, confidence {}\n", name_of(base.severity), name_of(base.confidence));
  text += fmt::format("pack        {}\n", rule.pack);
  text += fmt::format("weakness    CWE-{}\n", base.cwe);
  text += fmt::format("evidence    {}\n", evidence_of(rule));
  text += fmt::format("examples    {} that are found, {} that are not\n", rule.examples.size(),
                      rule.negative_examples.size());
  text += fmt::format("what to do  {}\n", base.remediation);
  if (!base.reference.empty()) text += fmt::format("see         {}\n", base.reference);
  return printable_text(text);
}

std::string rule_as_markdown(const Rule& base, const std::string& evidence) {
  std::string text =
      fmt::format("# {}\n\n`{}` · {} · confidence {} · CWE-{}\n\n{}\n\n", base.name, base.id,
                  name_of(base.severity), name_of(base.confidence), base.cwe, base.description);
  text += fmt::format("**What to do.** {}\n\n**Evidence.** {}\n", base.remediation, evidence);
  if (!base.reference.empty()) text += fmt::format("\n**Reference.** <{}>\n", base.reference);
  return text;
}

std::string rule_as_json(const Rule& base, const std::string& evidence, std::string_view pattern) {
  std::string text = "{";
  const auto add = [&](std::string_view key, std::string_view value) {
    text += text.size() > 1 ? ",\n  " : "\n  ";
    append_json_string(text, key);
    text += ": ";
    append_json_string(text, value);
  };
  add("id", base.id);
  add("name", base.name);
  add("description", base.description);
  add("provider", base.provider);
  add("severity", name_of(base.severity));
  add("confidence", name_of(base.confidence));
  text += fmt::format(",\n  \"cwe\": {}", base.cwe);
  add("evidence", evidence);
  add("pattern", pattern);
  add("remediation", base.remediation);
  add("reference", base.reference);
  return text + "\n}\n";
}

// Rules about flows come with a page of their own.
int explain_flow_rule(const CommandLine& command_line, const Rule& rule) {
  if (command_line.format == "json") {
    std::string text = "{";
    const auto add = [&](std::string_view key, std::string_view value) {
      text += text.size() > 1 ? ",\n  " : "\n  ";
      append_json_string(text, key);
      text += ": ";
      append_json_string(text, value);
    };
    add("id", rule.id);
    add("name", rule.name);
    add("description", rule.description);
    add("severity", name_of(rule.severity));
    add("confidence", name_of(rule.confidence));
    text += fmt::format(",\n  \"cwe\": {}", rule.cwe);
    add("remediation", rule.remediation);
    add("page", rule.help);
    return print(text + "\n}\n");
  }
  std::string head =
      fmt::format("{}: {}\n\n{}\n\nseverity    {}, confidence {}\nweakness    CWE-{}\n", rule.id, rule.name,
                  rule.description, name_of(rule.severity), name_of(rule.confidence), rule.cwe);
  for (const std::string_view tag : rule.tags) head += fmt::format("also        {}\n", tag);
  if (!rule.remediation.empty()) head += fmt::format("what to do  {}\n", rule.remediation);
  if (command_line.format == "markdown") {
    return print(printable_text(rule.help.empty() ? std::string_view(head) : rule.help));
  }
  return print(printable_text(rule.help.empty() ? head : fmt::format("{}\n{}", head, rule.help)));
}

int explain_rule(const CommandLine& command_line, const SecretRule& rule) {
  if (command_line.format == "markdown") return print(rule_as_markdown(rule.rule, evidence_of(rule)));
  if (command_line.format == "json") return print(rule_as_json(rule.rule, evidence_of(rule), rule.pattern));
  return print(rule_as_text(rule));
}

int explain_rule(const CommandLine& command_line, const ConfigRule& rule) {
  if (command_line.format == "markdown") return print(rule_as_markdown(rule.rule, evidence_of(rule)));
  if (command_line.format == "json") return print(rule_as_json(rule.rule, evidence_of(rule), rule.select));
  return print(rule_as_text(rule));
}

struct Place {
  std::string path;
  std::uint32_t line = 0;
};

// The path itself may hold a colon.
std::optional<Place> place_named(const std::string& subject) {
  const std::size_t colon = subject.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  Place place{subject.substr(0, colon), 0};
  const char* end = subject.data() + subject.size();
  const auto [stop, code] = std::from_chars(subject.data() + colon + 1, end, place.line);
  if (code != std::errc() || stop != end || place.line == 0) return std::nullopt;
  return place;
}

// What becomes of the findings of a line behind all rules: a comment, the ignore file or the baseline may
// accept them, as in a scan from here.
Result<std::string> acceptance_on(const CommandLine& command_line, const Place& place) {
  CommandLine scan = command_line;
  scan.command = "scan";
  scan.paths = {place.path};
  scan.only = {"secrets"};
  scan.no_progress = true;
  const Result<ScanRun> run = scan_as_asked(scan);
  if (!run) return run.error();
  std::string text;
  for (const Finding& finding : run->report.findings) {
    const bool here =
        std::any_of(finding.locations.begin(), finding.locations.end(), [&](const Location& location) {
          return !location.metadata && location.path.find('!') == std::string::npos &&
                 location.region.start_line.value <= place.line &&
                 place.line <= location.region.end_line.value;
        });
    if (!here || !finding.suppression) continue;
    text += fmt::format("the finding of {} is shown as suppressed by {}\n", finding.rule->id,
                        escape_for_terminal(finding.suppression->justification, 1 << 10));
  }
  return text;
}

int explain_place(const CommandLine& command_line, Setup& setup, const Place& place) {
  const RuleSet& rules = setup.rules;
  const Result<std::string> file = read_regular_file(place.path, {.most_bytes = kMostExplained});
  if (!file) return failed(file.error());
  const DetectedEncoding detected = detect_encoding(*file);
  const std::string text = detected.encoding == Encoding::kBytes ? *file : decode_text(*file, detected).bytes;
  std::vector<Notification> notifications;
  const auto engine =
      make_engine(rules, builtin_database,
                  cache_folder_of(std::getenv("XDG_CACHE_HOME"), std::getenv("HOME")), notifications);
  if (!engine) return failed(engine.error());
  const auto matcher = Matcher::create(**engine);
  if (!matcher) return failed(matcher.error());

  std::vector<Match> matches;
  std::vector<CandidateOutcome> outcomes;
  MatchRequest request;
  request.bytes = text;
  request.path = place.path;
  request.binary = detected.encoding == Encoding::kBytes && looks_binary(text);
  request.strict_checksums = command_line.strict_checksums;
  request.outcomes = &outcomes;
  if (const auto matched = (*matcher)->match(request, matches); !matched) return failed(matched.error());

  LineIndex lines(text);
  if (place.line > lines.position_of(ByteOffset(text.size())).line.value) {
    return failed(Error(fmt::format("{}: has no line {}", place.path, place.line)));
  }
  std::stable_sort(outcomes.begin(), outcomes.end(),
                   [](const CandidateOutcome& a, const CandidateOutcome& b) {
                     return a.span != b.span ? a.span < b.span : a.rule->rule.id < b.rule->rule.id;
                   });
  std::string report;
  std::size_t shown = 0;
  for (const CandidateOutcome& outcome : outcomes) {
    const Position first = lines.position_of(outcome.span.begin);
    const Position last =
        lines.position_of(ByteOffset(std::max(outcome.span.end.value, outcome.span.begin.value + 1) - 1));
    if (place.line < first.line.value || place.line > last.line.value) continue;
    ++shown;
    // The stage of what was kept is called "kept".
    const std::string why =
        outcome.kept ? outcome.reason : fmt::format("{}: {}", outcome.stage, outcome.reason);
    report +=
        fmt::format("{}:{}  {:<28} {}  {}\n", first.line.value, first.column.value, outcome.rule->rule.id,
                    outcome.kept ? "kept   " : "dropped", escape_for_terminal(why, 1 << 10));
  }
  report +=
      fmt::format("{} of {} rules saw a candidate on line {}{}\n", shown, rules.enabled_count(), place.line,
                  request.binary ? "; the file is binary, so rules for text were not applied" : "");
  const bool any_kept = std::any_of(outcomes.begin(), outcomes.end(), [&](const CandidateOutcome& outcome) {
    return outcome.kept && lines.position_of(outcome.span.begin).line.value <= place.line;
  });
  if (any_kept) {
    const Result<std::string> acceptance = acceptance_on(command_line, place);
    if (!acceptance) return failed(acceptance.error());
    report += *acceptance;
  }
  std::vector<Redaction> redactions;
  redactions.reserve(matches.size());
  for (const Match& match : matches) redactions.push_back({match.secret, match.rule->public_prefix});
  const std::string without_secrets =
      ExcerptCutter(text, lines, std::move(redactions), false).redacted(0, text.size());
  const Result<std::string> flows =
      explain_flows(command_line, setup, place.path, place.line, without_secrets);
  if (!flows) return failed(flows.error());
  return print(report + *flows);
}

}  // namespace

int explain(const CommandLine& command_line) {
  Result<Setup> setup = load_setup(command_line, ".");
  if (!setup) return failed(setup.error());
  if (const auto position = setup->rules.find(command_line.subject)) {
    return explain_rule(command_line, setup->rules[*position]);
  }
  const Result<const ConfigRuleSet*> config = setup->config_rules->rules();
  if (!config) return failed(config.error());
  if (const ConfigRule* rule = (*config)->find(command_line.subject))
    return explain_rule(command_line, *rule);
  for (const FlowRule& flow : builtin_flow_rules()) {
    if (flow.rule.id == command_line.subject) return explain_flow_rule(command_line, flow.rule);
  }
  for (const Rule& rule : builtin_dependency_rules()) {
    if (rule.id == command_line.subject) return explain_flow_rule(command_line, rule);
  }
  if (const auto place = place_named(command_line.subject))
    return explain_place(command_line, *setup, *place);
  if (looks_like_fingerprint(command_line.subject)) return explain_finding(command_line);
  std::vector<std::string_view> ids;
  for (const Rule* rule : setup->rules.in_force()) ids.push_back(rule->id);
  for (std::size_t i = 0; i < (*config)->size(); ++i) ids.push_back((**config)[i].rule.id);
  for (const FlowRule& flow : builtin_flow_rules()) ids.push_back(flow.rule.id);
  for (const Rule& rule : builtin_dependency_rules()) ids.push_back(rule.id);
  const std::string_view near = nearest(command_line.subject, ids);
  return failed(
      Error(fmt::format("'{}' is neither a rule, nor FILE:LINE, nor a fingerprint{}", command_line.subject,
                        near.empty() ? "" : fmt::format("; did you mean '{}'?", near))));
}

}  // namespace trawl
