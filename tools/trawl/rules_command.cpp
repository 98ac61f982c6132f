#include <algorithm>
#include <cstdlib>
#include <functional>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include "engine/base/escape.h"
#include "engine/match/matcher.h"
#include "engine/match/throughput.h"
#include "engine/model/report.h"
#include "engine/rules/rule_import.h"
#include "engine/rules/stub_filter_builder.h"
#include "engine/scan/engine_factory.h"
#include "engine/source/tree_source.h"
#include "engine/store/file.h"
#include "tools/trawl/builtin.h"
#include "tools/trawl/commands.h"
#include "tools/trawl/console.h"
#include "tools/trawl/dependency_rules.h"
#include "tools/trawl/flows.h"
#include "tools/trawl/setup.h"

namespace trawl {
namespace {

constexpr int kUsage = static_cast<int>(ExitCode::kUsage);
constexpr int kFound = static_cast<int>(ExitCode::kFindings);

int failed(const Error& error) {
  complain(error.sentence());
  return kUsage;
}

std::string joined(const Example& example) {
  std::string text;
  for (const std::string_view piece : example.pieces) text += piece;
  return text;
}

// What each example of a rule comes to: the rule must be among the matches, or among those merged into one.
class ExampleRunner {
 public:
  ExampleRunner(const RuleSet& rules, Matcher& matcher) : rules_(rules), matcher_(matcher) {}

  void run(std::size_t position) {
    const SecretRule& rule = rules_[position];
    for (std::size_t i = 0; i < rule.examples.size(); ++i) {
      ++count_;
      const auto [found, why] = finds(rule, joined(rule.examples[i]));
      if (!found) failures_ += fmt::format("{}: example {} is not found: {}\n", rule.rule.id, i + 1, why);
    }
    for (std::size_t i = 0; i < rule.negative_examples.size(); ++i) {
      ++count_;
      const auto [found, why] = finds(rule, joined(rule.negative_examples[i]));
      if (found) failures_ += fmt::format("{}: negative example {} is found\n", rule.rule.id, i + 1);
    }
  }

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] const std::string& failures() const { return failures_; }

 private:
  std::pair<bool, std::string> finds(const SecretRule& rule, const std::string& text) {
    std::vector<Match> matches;
    std::vector<CandidateOutcome> outcomes;
    MatchRequest request;
    request.bytes = text;
    request.outcomes = &outcomes;
    if (const auto matched = matcher_.match(request, matches); !matched)
      return {false, matched.error().sentence()};
    for (const Match& match : matches) {
      const auto& also = match.also_matched;
      if (match.rule == &rule || std::find(also.begin(), also.end(), &rule) != also.end()) return {true, ""};
    }
    std::string why = "no candidate";
    for (const CandidateOutcome& outcome : outcomes) {
      if (outcome.rule == &rule) why = fmt::format("{}: {}", outcome.stage, outcome.reason);
    }
    return {false, why};
  }

  const RuleSet& rules_;
  Matcher& matcher_;
  std::size_t count_ = 0;
  std::string failures_;
};

Result<std::unique_ptr<MatchEngine>> engine_of(const RuleSet& rules) {
  std::vector<Notification> notifications;
  return make_engine(rules, builtin_database,
                     cache_folder_of(std::getenv("XDG_CACHE_HOME"), std::getenv("HOME")), notifications);
}

int run_examples(const RuleSet& rules, const std::vector<std::string>& ids, std::size_t first) {
  std::vector<std::size_t> wanted;
  for (const std::string& id : ids) {
    const auto position = rules.find(id);
    if (!position)
      return failed(Error(fmt::format("there is no rule '{}'; `trawl rules list` shows all", id)));
    wanted.push_back(*position);
  }
  for (std::size_t i = first; ids.empty() && i < rules.size(); ++i) {
    if (rules.enabled(i)) wanted.push_back(i);
  }
  const auto engine = engine_of(rules);
  if (!engine) return failed(engine.error());
  const auto matcher = Matcher::create(**engine);
  if (!matcher) return failed(matcher.error());
  ExampleRunner runner(rules, **matcher);
  for (const std::size_t position : wanted) runner.run(position);
  if (!runner.failures().empty()) {
    const int printed = print(runner.failures());
    return printed == 0 ? kFound : printed;
  }
  return print(fmt::format("{} rule{}, {} example{}: all as they should be\n", wanted.size(),
                           wanted.size() == 1 ? "" : "s", runner.count(), runner.count() == 1 ? "" : "s"));
}

constexpr std::size_t kMostSample = std::size_t{256} << 20;

// The text of a source up to `kMostSample`, files one after another.
Result<std::string> sample_text(Source& source) {
  std::string text;
  std::vector<Notification> notifications;
  Coverage coverage;
  while (text.size() < kMostSample) {
    const std::optional<Target> target = source.next(notifications, coverage);
    if (!target) break;
    const auto reader = source.open(*target);
    if (!reader) continue;
    const std::size_t before = text.size();
    text.resize(std::min<std::size_t>(kMostSample, before + target->size_hint));
    std::size_t at = before;
    while (at < text.size()) {
      const Result<std::size_t> count = (*reader)->read(std::span<char>(text).subspan(at));
      if (!count || *count == 0) break;
      at += *count;
    }
    text.resize(at);
  }
  if (text.empty()) return Error("there is no text to measure on at the paths given");
  return text;
}

}  // namespace

int list_rules(const CommandLine& command_line) {
  Result<Setup> setup = load_setup(command_line, ".");
  if (!setup) return failed(setup.error());
  const Result<std::vector<const FlowRule*>> flows = flow_rules_as_asked(command_line, *setup);
  if (!flows) return failed(flows.error());
  std::vector<const Rule*> rules = setup->rules.in_force();
  for (const FlowRule* flow : *flows) rules.push_back(&flow->rule);
  const auto& disabled = setup->disabled_dependency_rules;
  for (const Rule& rule : builtin_dependency_rules()) {
    if (std::find(disabled.begin(), disabled.end(), rule.id) == disabled.end()) rules.push_back(&rule);
  }
  const Result<const ConfigRuleSet*> config = setup->config_rules->rules();
  if (!config) return failed(config.error());
  for (std::size_t i = 0; i < (*config)->size(); ++i) {
    if ((**config)[i].enabled) rules.push_back(&(**config)[i].rule);
  }
  std::sort(rules.begin(), rules.end(), [](const Rule* a, const Rule* b) { return a->id < b->id; });
  std::string text;
  if (command_line.format == "json") {
    text = "[";
    for (const Rule* rule : rules) {
      if (text.size() > 1) text += ",";
      text += "\n  {\"id\": ";
      append_json_string(text, rule->id);
      text += ", \"name\": ";
      append_json_string(text, rule->name);
      text += ", \"provider\": ";
      append_json_string(text, rule->provider);
      text += fmt::format(", \"kind\": \"{}\"", name_of(rule->kind));
      text += fmt::format(", \"severity\": \"{}\", \"confidence\": \"{}\", \"cwe\": {}}}",
                          name_of(rule->severity), name_of(rule->confidence), rule->cwe);
    }
    return print(text + "\n]\n");
  }
  for (const Rule* rule : rules) {
    text += fmt::format("{:<36} {:<9} {}\n", escape_for_terminal(rule->id), name_of(rule->severity),
                        escape_for_terminal(rule->name));
  }
  return print(text + fmt::format("{} rules\n", rules.size()));
}

int check_rules(const CommandLine& command_line) {
  CommandLine without_files = command_line;
  without_files.paths.clear();
  Result<Setup> setup = load_setup(without_files, ".");
  if (!setup) return failed(setup.error());
  const std::size_t first = command_line.paths.empty() ? 0 : setup->rules.size();
  for (const std::string& file : command_line.paths) {
    if (const auto added = add_rule_file(file, setup->rules); !added) return failed(added.error());
  }
  for (std::size_t i = first; i < setup->rules.size(); ++i) {
    for (const Requirement& requirement : setup->rules[i].requirements) {
      if (setup->rules.find(requirement.rule)) continue;
      return failed(Error(fmt::format("rule '{}': it requires '{}', which does not exist",
                                      setup->rules[i].rule.id, requirement.rule)));
    }
  }
  return run_examples(setup->rules, {}, first);
}

int test_rules(const CommandLine& command_line) {
  const Result<Setup> setup = load_setup(command_line, ".");
  if (!setup) return failed(setup.error());
  return run_examples(setup->rules, command_line.paths, 0);
}

int import_rules(const CommandLine& command_line) {
  constexpr std::size_t kMostBytes = std::size_t{16} << 20;
  const std::string& path = command_line.paths.front();
  const Result<std::string> file = read_regular_file(path, {.most_bytes = kMostBytes});
  if (!file) return failed(file.error());
  const bool toml = command_line.subject == "gitleaks" || command_line.subject == "betterleaks";
  const Result<ImportedRules> imported =
      toml ? import_gitleaks(path, *file) : import_noseyparker(path, *file);
  if (!imported) return failed(imported.error());
  for (const std::string& note : imported->notes) say(escape_for_terminal(note, 1 << 10));
  say(fmt::format("{} rules carried over, {} left out", imported->carried, imported->left_out));
  if (const int printed = print(imported->text); printed != 0) return printed;
  return imported->left_out == 0 ? 0 : static_cast<int>(ExitCode::kIncomplete);
}

// Of all throughput, in percent: what one rule may cost.
constexpr double kMostCost = 2;
// Rules that are left out together at first: so few that about half of the groups are cheap enough to be
// done.
constexpr std::size_t kBenchGroup = 12;

int bench_rules(const CommandLine& command_line) {
  Result<Setup> setup = load_setup(command_line, ".");
  if (!setup) return failed(setup.error());
  RuleSet& rules = setup->rules;
  TreeOptions options;
  options.paths = command_line.paths;
  auto source = TreeSource::create(std::move(options));
  if (!source) return failed(source.error());
  const Result<std::string> text = sample_text(**source);
  if (!text) return failed(text.error());
  const std::string& wanted = command_line.wanted_rule;
  if (!wanted.empty() && !rules.find(wanted))
    return failed(Error(fmt::format("there is no rule '{}'", wanted)));

  const auto plan_filter = [](std::span<const std::string_view> expressions) -> Result<FilterWithout> {
    Result<StubFilterPlan> plan = StubFilterPlan::create(expressions);
    if (!plan) return plan.error();
    return FilterWithout(
        [plan = std::move(*plan)](std::span<const std::size_t> left_out) { return plan.without(left_out); });
  };
  Result<RuleBench> bench = RuleBench::create(rules, *text, plan_filter);
  if (!bench) return failed(bench.error());
  const Throughput& whole = bench->whole();
  std::string report = fmt::format("{} rules on {:.1f} MB: {:.2f} GB/s, {:.1f} candidates per MB\n",
                                   rules.enabled_count(), static_cast<double>(text->size()) / 1e6,
                                   whole.gigabytes_per_second, whole.candidates_per_megabyte);
  say(report);
  std::vector<std::size_t> measured;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules.enabled(i) && (wanted.empty() || rules[i].rule.id == wanted)) measured.push_back(i);
  }
  const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  const auto at_once = [](std::size_t count, const std::function<void(std::size_t)>& work) {
    std::vector<std::jthread> at_work;
    at_work.reserve(count);
    for (std::size_t i = 0; i < count; ++i) at_work.emplace_back([&work, i] { work(i); });
  };
  const Result<std::vector<RuleCost>> costs =
      bench->costs(measured, kBenchGroup, kMostCost, threads, at_once, [] { return stop_signal() != 0; });
  if (!costs) return failed(costs.error());
  bool too_dear = false;
  for (const RuleCost& cost : *costs) {
    if (cost.percent > kMostCost) too_dear = true;
    // Less than nothing is noise of the clock.
    report += fmt::format(
        "{:<36} {} {:>5.1f} % of throughput, {:>5.1f} ms a GB{}, {:>8} candidates{}\n",
        escape_for_terminal(rules[cost.rule].rule.id), cost.others > 0 ? '<' : ' ',
        std::max(0.0, cost.percent), std::max(0.0, cost.milliseconds),
        cost.others > 0 ? fmt::format(" with {:>2} others", cost.others) : "               ",
        whole.candidates[cost.rule], cost.percent > kMostCost ? "  more than one rule may cost" : "");
  }
  const int printed = print(report);
  return command_line.check && too_dear ? kFound : printed;
}

}  // namespace trawl
